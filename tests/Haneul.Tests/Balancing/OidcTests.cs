using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Haneul.Balancer;
using Haneul.Fabric;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Balancing;

public sealed class OidcTests : IAsyncLifetime
{
    private const string Arn = "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/a/1";

    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly OidcKeys keys = OidcKeys.Of("secret"u8);
    private readonly OrderedDictionary<string, string> jar = [];
    private OidcServer? server;

    private OidcServer Server => server ?? throw new InvalidOperationException("not started");

    public async Task InitializeAsync() => server = await OidcServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    [Fact]
    public async Task Who_logs_in_comes_back_to_where_they_wanted_to_go_and_targets_know_them()
    {
        var answer = await LogInAsync(Gate());
        Assert.Equal((302, "https://app.example.com/deep/page?x=1"), (answer.Status, answer.Location));
        var pass = Assert.IsType<OidcVerdict.Pass>(Ask(Gate(), "/deep/page"));
        var headers = pass.Headers.ToDictionary(h => h.Name, h => h.Value);
        Assert.Equal("alice", headers["x-amzn-oidc-identity"]);
        Assert.Equal("access-1", headers["x-amzn-oidc-accesstoken"]);

        var parts = headers["x-amzn-oidc-data"].Split('.');
        var key = ECDsa.Create();
        key.ImportFromPem(keys.Signer.PublicKey);
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256));
        var head = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]));
        Assert.Equal(("ES256", Arn, keys.Signer.KeyId), (head?["alg"]?.ToString(), head?["signer"]?.ToString(), head?["kid"]?.ToString()));
        Assert.Equal("alice@example.com", JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))?["email"]?.ToString());
        Assert.Equal(new OidcSigner("secret"u8).PublicKey, keys.Signer.PublicKey);
    }

    [Fact]
    public async Task A_session_ends_at_its_time_and_is_good_for_one_balancer_only()
    {
        await LogInAsync(Gate());
        Assert.IsType<OidcVerdict.Pass>(Ask(Gate(), "/", "", Now.AddSeconds(3599)));
        Assert.IsType<OidcVerdict.Answer>(Ask(Gate(), "/", "", Now.AddSeconds(3601)));
        Assert.IsType<OidcVerdict.Answer>(Ask(new OidcGate(Action(), Arn + "2"), "/"));
        Assert.All(jar.Keys.Where(k => k.StartsWith("Sess", StringComparison.Ordinal)), name => jar[name] = (jar[name][0] == 'x' ? "y" : "x") + jar[name][1..]);
        Assert.IsType<OidcVerdict.Answer>(Ask(Gate(), "/"));
    }

    [Theory]
    [InlineData("deny", 401)]
    [InlineData("authenticate", 302)]
    public void Whom_nobody_knows_is_denied_or_sent_to_the_provider(string unauthenticated, int status) =>
        Assert.Equal(status, Assert.IsType<OidcVerdict.Answer>(Ask(new OidcGate(Action() with { OnUnauthenticated = unauthenticated }, Arn), "/")).Status);

    [Fact]
    public void Whom_nobody_knows_may_be_let_pass_as_nobody() =>
        Assert.Empty(Assert.IsType<OidcVerdict.Pass>(Ask(new OidcGate(Action() with { OnUnauthenticated = "allow" }, Arn), "/")).Headers);

    [Fact]
    public void Another_browser_cannot_bring_the_state_back()
    {
        var location = Location(Ask(Gate(), "/"));
        jar.Clear();
        Assert.Equal(401, Assert.IsType<OidcVerdict.Answer>(Ask(Gate(), OidcGate.ResponsePath, $"code=1&state={StateOf(location)}")).Status);
    }

    [Theory]
    [InlineData("access_denied", 401)]
    [InlineData("server_error", 561)]
    public void A_provider_that_does_not_let_somebody_in_is_told_from_one_that_fails(string error, int status)
    {
        var state = StateOf(Location(Ask(Gate(), "/")));
        Assert.Equal(status, Assert.IsType<OidcVerdict.Answer>(Ask(Gate(), OidcGate.ResponsePath, $"error={error}&state={state}")).Status);
    }

    [Fact]
    public async Task A_session_of_another_client_of_the_provider_is_none_though_its_cookie_is_called_the_same()
    {
        await LogInAsync(Gate());
        Assert.IsType<OidcVerdict.Pass>(Ask(Gate(), "/"));
        Assert.IsType<OidcVerdict.Answer>(Ask(new OidcGate(Action() with { ClientId = "other" }, Arn), "/"));
    }

    [Fact]
    public void A_state_of_a_rule_that_is_there_no_more_is_not_taken()
    {
        var state = StateOf(Location(Ask(Gate(), "/")));
        var other = new OidcGate(Action() with { TokenEndpoint = "https://elsewhere/token" }, Arn);
        Assert.Equal("AuthInvalidStateParam", Assert.IsType<OidcVerdict.Answer>(Ask(other, OidcGate.ResponsePath, $"code=1&state={state}")).Reason);
    }

    [Fact]
    public async Task A_large_session_is_cut_into_shards_and_a_smaller_one_takes_those_away_that_it_does_not_need()
    {
        Server.Email = new string('x', 6_000);
        await LogInAsync(Gate());
        Assert.Equal(["Sess-0", "Sess-1", "Sess-2"], jar.Keys.Where(k => k.StartsWith("Sess", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.IsType<OidcVerdict.Pass>(Ask(Gate(), "/"));
        Server.Email = "alice@example.com";
        await LogInAsync(Gate(), Now.AddSeconds(3700));
        Assert.Equal(["Sess-0"], jar.Keys.Where(k => k.StartsWith("Sess", StringComparison.Ordinal)));
        Assert.IsType<OidcVerdict.Pass>(Ask(Gate(), "/", "", Now.AddSeconds(3700)));
    }

    [Fact]
    public async Task A_user_of_whom_too_much_is_known_is_denied()
    {
        Server.Email = new string('x', 14_000);
        Assert.Equal((401, "AuthUserinfoResponseSizeExceeded"), await LogInAsync(Gate()) is var answer ? (answer.Status, answer.Reason) : default);
    }

    [Fact]
    public async Task A_code_that_the_provider_does_not_know_is_told_as_561() =>
        Assert.Equal(561, (await AskProviderAsync(new OidcVerdict.Ask("unknown", "https://app.example.com/oauth2/idpresponse", "/", 0, ""))).Status);

    [Fact]
    public async Task A_token_for_another_client_is_told_as_561()
    {
        Server.Audience = "another";
        Assert.Equal(561, (await LogInAsync(Gate())).Status);
    }

    [Fact]
    public async Task Claims_of_another_user_are_told_as_561()
    {
        Server.UserInfoSubject = "mallory";
        Assert.Equal(561, (await LogInAsync(Gate())).Status);
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_told_as_500()
    {
        var asked = new OidcVerdict.Ask("1", "https://app.example.com/oauth2/idpresponse", "/", 0, "");
        var action = Action() with { TokenEndpoint = "http://127.0.0.1:1/token" };
        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        Assert.Equal(500, (await new OidcProvider(action, client, RawClient.Patience, TimeProvider.System).AskAsync(asked, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task Logins_of_one_browser_side_by_side_come_to_their_ends_in_any_order_and_once()
    {
        var gate = Gate();
        string[] locations = [Location(Ask(gate, "/one")), Location(Ask(gate, "/two")), Location(Ask(gate, "/three"))];
        foreach (var (i, path) in new[] { (1, "/two"), (0, "/one"), (2, "/three") })
        {
            var ask = await ComeBackAsync(gate, locations[i]);
            var answer = gate.Finish(ask, await AskProviderAsync(ask), keys, Now);
            Keep(answer);
            Assert.Equal((302, $"https://app.example.com{path}"), (answer.Status, answer.Location));
            Assert.Equal("AuthMissingAWSALBAuthNonce", Assert.IsType<OidcVerdict.Answer>(Ask(gate, OidcGate.ResponsePath, $"code=1&state={StateOf(locations[i])}")).Reason);
        }
        Assert.Equal(["Sess-0"], jar.Keys);
    }

    [Fact]
    public async Task Of_many_logins_that_are_never_ended_a_browser_keeps_the_last_ones()
    {
        var gate = Gate();
        var locations = Enumerable.Range(0, 30).Select(i => Location(Ask(gate, $"/{i}"))).ToList();
        Assert.Equal(LoginNonces.Most, jar.Count);
        Assert.Equal("AuthMissingAWSALBAuthNonce", Assert.IsType<OidcVerdict.Answer>(Ask(gate, OidcGate.ResponsePath, $"code=1&state={StateOf(locations[^(LoginNonces.Most + 1)])}")).Reason);
        Assert.Equal("/22", (await ComeBackAsync(gate, locations[^LoginNonces.Most])).Url);
        // Whatever a client says that it has, an answer takes so many away at most.
        for (var i = 0; i < 100; i++) jar[$"AWSALBAuthNonce-{i:X8}"] = "x";
        jar["AWSALBAuthNonce-of another"] = "x";
        Assert.InRange(Assert.IsType<OidcVerdict.Answer>(Ask(gate, "/")).Cookies.Length, 2, LoginNonces.Most + 1);
    }

    /// <summary>Signed answers need the provider's keys, which the action does not name.</summary>
    [Fact]
    public async Task What_is_known_of_a_user_as_a_signed_token_is_told_as_561()
    {
        Server.IsUserInfoSigned = true;
        Assert.Equal((561, "AuthInvalidUserinfoResponse"), await LogInAsync(Gate()) is var answer ? (answer.Status, answer.Reason) : default);
    }

    private OidcAction Action() => Server.Action() with { CookieName = "Sess" };

    private OidcGate Gate() => new(Action(), Arn);

    /// <summary>What a browser does: goes where it is sent, and keeps cookies.</summary>
    private async Task<OidcVerdict.Answer> LogInAsync(OidcGate gate, DateTimeOffset? at = null)
    {
        var ask = await ComeBackAsync(gate, Location(Ask(gate, "/deep/page", "x=1", at)), at);
        var answer = gate.Finish(ask, await AskProviderAsync(ask), keys, at ?? Now);
        Keep(answer);
        return answer;
    }

    private async Task<OidcVerdict.Ask> ComeBackAsync(OidcGate gate, string location, DateTimeOffset? at = null)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var sent = await browser.GetAsync(location);
        var back = sent.Headers.Location ?? throw new InvalidOperationException($"the provider answers {sent.StatusCode}");
        Assert.Equal("https://app.example.com/oauth2/idpresponse", back.GetLeftPart(UriPartial.Path));
        return Assert.IsType<OidcVerdict.Ask>(Ask(gate, back.AbsolutePath, back.Query[1..], at));
    }

    private async Task<OidcFinding> AskProviderAsync(OidcVerdict.Ask ask)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        return await new OidcProvider(Action(), client, RawClient.Patience, TimeProvider.System).AskAsync(ask, CancellationToken.None);
    }

    private OidcVerdict Ask(OidcGate gate, string path, string query = "", DateTimeOffset? at = null)
    {
        var cookies = KeyValuePair.Create("Cookie", string.Join("; ", jar.Select(c => $"{c.Key}={c.Value}")));
        var request = new PlainRequest("GET", "app.example.com", path, query, default, cookies);
        var verdict = path == OidcGate.ResponsePath ? OidcGate.Returned([gate], Arn, request, keys, at ?? Now, out _) : gate.Judge(request, keys, at ?? Now);
        if (verdict is OidcVerdict.Answer answer) Keep(answer);
        return verdict;
    }

    private void Keep(OidcVerdict.Answer answer)
    {
        foreach (var cookie in answer.Cookies)
        {
            var pair = cookie[..cookie.IndexOf(';')].Split('=', 2);
            if (cookie.Contains("Expires=Thu, 01 Jan 1970", StringComparison.Ordinal)) jar.Remove(pair[0]);
            else jar[pair[0]] = pair[1];
        }
    }

    private static string Location(OidcVerdict verdict) => Assert.IsType<OidcVerdict.Answer>(verdict).Location ?? "";

    private static string StateOf(string location) => location[(location.IndexOf("state=", StringComparison.Ordinal) + 6)..].Split('&')[0];
}
