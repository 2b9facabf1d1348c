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

    private readonly CookieSeal seal = new("secret"u8);
    private readonly OidcSigner signer = new("secret"u8);
    private readonly Dictionary<string, string> jar = [];
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
        key.ImportFromPem(signer.PublicKey);
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256));
        var head = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]));
        Assert.Equal(("ES256", Arn, signer.KeyId), (head?["alg"]?.ToString(), head?["signer"]?.ToString(), head?["kid"]?.ToString()));
        Assert.Equal("alice@example.com", JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))?["email"]?.ToString());
        Assert.Equal(new OidcSigner("secret"u8).PublicKey, signer.PublicKey);
    }

    [Fact]
    public async Task A_session_ends_at_its_time_and_is_good_for_one_balancer_only()
    {
        await LogInAsync(Gate());
        Assert.IsType<OidcVerdict.Pass>(Ask(Gate(), "/", "", Now.AddSeconds(3599)));
        Assert.IsType<OidcVerdict.Answer>(Ask(Gate(), "/", "", Now.AddSeconds(3601)));
        Assert.IsType<OidcVerdict.Answer>(Ask(new OidcGate(Action(), Arn + "2", signer), "/"));
        Assert.All(jar.Keys.Where(k => k.StartsWith("Sess", StringComparison.Ordinal)), name => jar[name] = (jar[name][0] == 'x' ? "y" : "x") + jar[name][1..]);
        Assert.IsType<OidcVerdict.Answer>(Ask(Gate(), "/"));
    }

    [Theory]
    [InlineData("deny", 401)]
    [InlineData("authenticate", 302)]
    public void Whom_nobody_knows_is_denied_or_sent_to_the_provider(string unauthenticated, int status) =>
        Assert.Equal(status, Assert.IsType<OidcVerdict.Answer>(Ask(new OidcGate(Action() with { OnUnauthenticated = unauthenticated }, Arn, signer), "/")).Status);

    [Fact]
    public void Whom_nobody_knows_may_be_let_pass_as_nobody() =>
        Assert.Empty(Assert.IsType<OidcVerdict.Pass>(Ask(new OidcGate(Action() with { OnUnauthenticated = "allow" }, Arn, signer), "/")).Headers);

    [Fact]
    public void Another_browser_cannot_bring_the_state_back()
    {
        var location = Location(Ask(Gate(), "/"));
        jar.Clear();
        Assert.Equal(401, Assert.IsType<OidcVerdict.Answer>(Ask(Gate(), OidcGate.ResponsePath, $"code=1&state={StateOf(location)}")).Status);
    }

    [Fact]
    public void A_provider_that_refuses_is_told_as_561()
    {
        var state = StateOf(Location(Ask(Gate(), "/")));
        Assert.Equal(561, Assert.IsType<OidcVerdict.Answer>(Ask(Gate(), OidcGate.ResponsePath, $"error=access_denied&state={state}")).Status);
    }

    [Fact]
    public async Task A_code_that_the_provider_does_not_know_is_told_as_561() =>
        Assert.Equal(561, (await AskProviderAsync(new OidcVerdict.Ask("unknown", "https://app.example.com/oauth2/idpresponse", "/"))).Status);

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
        var asked = new OidcVerdict.Ask("1", "https://app.example.com/oauth2/idpresponse", "/");
        var action = Action() with { TokenEndpoint = "http://127.0.0.1:1/token" };
        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        Assert.Equal(500, (await new OidcProvider(action, client, TimeProvider.System).AskAsync(asked, CancellationToken.None)).Status);
    }

    private OidcAction Action() => new()
    {
        Issuer = Server.Url,
        AuthorizationEndpoint = $"{Server.Url}/authorize",
        TokenEndpoint = $"{Server.Url}/token",
        UserInfoEndpoint = $"{Server.Url}/userinfo",
        ClientId = OidcServer.ClientId,
        ClientSecret = OidcServer.ClientSecret,
        CookieName = "Sess",
        SessionSeconds = 3600,
    };

    private OidcGate Gate() => new(Action(), Arn, signer);

    /// <summary>What a browser does: goes where it is sent, and keeps cookies.</summary>
    private async Task<OidcVerdict.Answer> LogInAsync(OidcGate gate)
    {
        var location = Location(Ask(gate, "/deep/page", "x=1"));
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var sent = await browser.GetAsync(location);
        var back = sent.Headers.Location ?? throw new InvalidOperationException($"the provider answers {sent.StatusCode}");
        Assert.Equal("https://app.example.com/oauth2/idpresponse", back.GetLeftPart(UriPartial.Path));
        var ask = Assert.IsType<OidcVerdict.Ask>(Ask(gate, back.AbsolutePath, back.Query[1..]));
        var answer = gate.Finish(ask, await AskProviderAsync(ask), seal, Now);
        Keep(answer);
        return answer;
    }

    private async Task<OidcFinding> AskProviderAsync(OidcVerdict.Ask ask)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        return await new OidcProvider(Action(), client, TimeProvider.System).AskAsync(ask, CancellationToken.None);
    }

    private OidcVerdict Ask(OidcGate gate, string path, string query = "", DateTimeOffset? at = null)
    {
        var cookies = KeyValuePair.Create("Cookie", string.Join("; ", jar.Select(c => $"{c.Key}={c.Value}")));
        var verdict = gate.Judge(new PlainRequest("GET", "app.example.com", path, query, default, cookies), isTls: true, seal, at ?? Now);
        if (verdict is OidcVerdict.Answer answer) Keep(answer);
        return verdict;
    }

    private void Keep(OidcVerdict.Answer answer)
    {
        foreach (var cookie in answer.Cookies)
        {
            var pair = cookie[..cookie.IndexOf(';')].Split('=', 2);
            jar[pair[0]] = pair[1];
        }
    }

    private static string Location(OidcVerdict verdict) => Assert.IsType<OidcVerdict.Answer>(verdict).Location ?? "";

    private static string StateOf(string location) => location[(location.IndexOf("state=", StringComparison.Ordinal) + 6)..].Split('&')[0];
}
