using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Haneul.Balancer;
using Haneul.Model;
using Haneul.Tests.Tls;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>Users are authenticated on the path of their requests, in HTTP/1.1 and in HTTP/2.</summary>
public sealed class OidcServingTests : IAsyncLifetime
{
    private const string Secret = "the secret of this test";

    private readonly RawTarget target = RawTarget.Answering200("page");
    private readonly RawTarget open = RawTarget.Answering200("open");
    private readonly CookieContainer jar = new();
    private OidcServer? provider;
    private LoopbackBalancer? balancer;

    private OidcServer Provider => provider ?? throw new InvalidOperationException("not started");

    private LoopbackBalancer Balancer => balancer ?? throw new InvalidOperationException("not started");

    public async Task InitializeAsync()
    {
        using var authority = MadeCertificate.Ecdsa(["authority"], isAuthority: true);
        using var shown = MadeCertificate.Ecdsa(["localhost"], by: authority);
        provider = await OidcServer.StartAsync(X509Certificate2.CreateFromPem(shown.Pem, shown.KeyPem));
        using var certificate = MadeCertificate.Ecdsa(["localhost"]);
        balancer = new LoopbackBalancer(2, null, [X509Certificate2.CreateFromPem(authority.Pem)]) { Certificate = new WantedCertificate("one", certificate.Pem, "", certificate.KeyPem), Secret = Secret };
        balancer.Pools["default"].Add(target.Port);
        balancer.Pools["open"] = [open.Port];
        Guard(Provider.Action());
    }

    public async Task DisposeAsync()
    {
        await Balancer.DisposeAsync();
        await Provider.DisposeAsync();
        await target.DisposeAsync();
        await open.DisposeAsync();
    }

    [NeedsTool(Tool.Curl)]
    public async Task Curl_with_a_cookie_jar_is_logged_in_once_and_comes_to_where_it_wanted_to_go()
    {
        foreach (var version in (string[])["--http1.1", "--http2"])
        {
            var cookies = Path.GetTempFileName();
            try
            {
                string[] options = ["-sk", version, "-L", "--max-redirs", "5", "-c", cookies, "-b", cookies, "-w", "|%{http_code}|%{num_redirects}|%{url_effective}"];
                var url = $"https://127.0.0.1:{Balancer.Port}/deep/page?x=1&y=%C3%A9";
                Assert.Equal($"page|200|3|{url}", (await Ran.Of("curl", [.. options, url])).Good());
                Assert.Equal($"page|200|0|{url}", (await Ran.Of("curl", [.. options, url])).Good());
                Assert.Contains("AWSELBAuthSessionCookie-0", await File.ReadAllTextAsync(cookies));
                Assert.DoesNotContain("AWSALBAuthNonce", await File.ReadAllTextAsync(cookies));
            }
            finally
            {
                File.Delete(cookies);
            }
        }
        Assert.Equal(2, Provider.Authorized);
        Assert.Equal(4, target.Requests.Count);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Targets_are_told_who_it_is_in_words_that_the_published_key_vouches_for(string version)
    {
        using var browser = Browser(version);
        Assert.Equal("page", await browser.GetStringAsync("/a"));
        var head = target.Requests.Last();
        Assert.Equal("alice", Header(head, "x-amzn-oidc-identity"));
        Assert.Equal("access-1", Header(head, "x-amzn-oidc-accesstoken"));
        var parts = (Header(head, "x-amzn-oidc-data") ?? "").Split('.');
        using var key = ECDsa.Create();
        using var signer = new OidcSigner(Encoding.UTF8.GetBytes(Secret));
        key.ImportFromPem(signer.PublicKey);
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Convert.FromBase64String(parts[2].Replace('-', '+').Replace('_', '/')), HashAlgorithmName.SHA256));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task What_clients_say_of_users_themselves_comes_to_no_target(string version)
    {
        Guard(Provider.Action() with { OnUnauthenticated = "allow" });
        using var browser = Browser(version);
        string[] names = ["x-amzn-oidc-data", "X-AMZN-OIDC-IDENTITY", "x_amzn_oidc_identity", "X-Amzn_Oidc-AccessToken", "x-amzn-oidc-other"];
        foreach (var path in (string[])["/a", "/open"])
        {
            using var asked = new HttpRequestMessage(HttpMethod.Get, path) { Version = Version.Parse(version) };
            foreach (var name in names) asked.Headers.TryAddWithoutValidation(name, "mallory");
            asked.Headers.TryAddWithoutValidation("x-amzn-oid", "mine");
            Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync(asked)).StatusCode);
        }
        foreach (var head in (string[])[Assert.Single(target.Requests), Assert.Single(open.Requests)])
        {
            Assert.DoesNotContain("mallory", head);
            Assert.Equal("mine", Header(head, "x-amzn-oid"));
        }
    }

    [Fact]
    public async Task Who_is_not_to_be_authenticated_is_denied()
    {
        Guard(Provider.Action() with { OnUnauthenticated = "deny" });
        using var browser = Browser("2.0");
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/a")).StatusCode);
        Assert.Equal("open", await browser.GetStringAsync("/open"));
        Assert.Empty(target.Requests);
    }

    [Theory]
    [InlineData("AWSELBAuthSessionCookie-0=x")]
    [InlineData("AWSELBAuthSessionCookie-0=; AWSELBAuthSessionCookie-1=AAAA")]
    public async Task A_cookie_that_was_not_written_here_is_no_session(string cookie)
    {
        var answer = await PlainAsync("/a", cookie);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.StartsWith($"{Provider.Url}/authorize?client_id=app&redirect_uri=https%3A%2F%2F127.0.0.1%3A{Balancer.Port}%2Foauth2%2Fidpresponse&response_type=code&scope=openid&state=", answer.Headers.Location?.OriginalString);
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task A_session_is_over_at_its_time_and_one_that_was_tampered_with_at_once()
    {
        Guard(Provider.Action() with { SessionSeconds = 2 });
        using var browser = Browser("1.1");
        await browser.GetStringAsync("/a");
        var cookie = SessionCookie();
        Assert.Equal(HttpStatusCode.OK, (await PlainAsync("/a", cookie)).StatusCode);
        var middle = cookie.Length / 2;
        Assert.Equal(HttpStatusCode.Found, (await PlainAsync("/a", cookie[..middle] + (cookie[middle] == 'A' ? 'B' : 'A') + cookie[(middle + 1)..])).StatusCode);
        await UntilAsync(async () => (await PlainAsync("/a", cookie)).StatusCode == HttpStatusCode.Found, "the session is over");
    }

    [Theory]
    [InlineData("", "AuthMissingStateParam")]
    [InlineData("?code=1&state=AAAA", "AuthInvalidStateParam")]
    [InlineData("?code=1&state={state}", "AuthMissingAWSALBAuthNonce")]
    public async Task Who_comes_back_without_what_they_left_with_is_turned_away(string query, string why)
    {
        var sent = await PlainAsync("/a", "");
        var state = (sent.Headers.Location?.Query ?? "").Split("state=")[1].Split('&')[0];
        var answer = await PlainAsync("/oauth2/idpresponse" + query.Replace("{state}", state, StringComparison.Ordinal), "");
        Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, why);
        Assert.Equal(0, Provider.Authorized);
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_500_and_one_that_refuses_is_561()
    {
        Guard(Provider.Action() with { TokenEndpoint = "http://127.0.0.1:1/token" });
        using var browser = Browser("1.1");
        Assert.Equal(500, (int)(await browser.GetAsync("/a")).StatusCode);
        Guard(Provider.Action() with { ClientSecret = "wrong" });
        Assert.Equal(561, (int)(await browser.GetAsync("/a")).StatusCode);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task While_one_waits_for_the_provider_others_are_served_and_a_new_snapshot_ends_no_wait(string version)
    {
        var held = new TaskCompletionSource();
        Provider.Held = held.Task;
        using var browser = Browser(version);
        var waiting = browser.GetStringAsync("/a");
        await Provider.Asked.Task.WaitAsync(RawClient.Patience);
        for (var i = 0; i < 20; i++) Assert.Equal("open", await browser.GetStringAsync("/open"));
        Balancer.Rules.RemoveAll(r => r.Priority == 1);
        Balancer.Default.Clear();
        Balancer.Default.Add(LoopbackBalancer.To("open"));
        Balancer.Serve();
        Assert.False(waiting.IsCompleted);
        held.SetResult();
        // It is sent to where it wanted to go, where the new rules serve it.
        Assert.Equal("open", await waiting.WaitAsync(RawClient.Patience));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_client_that_goes_away_while_it_waits_lets_the_provider_go(string version)
    {
        Provider.Held = new TaskCompletionSource().Task;
        using (var browser = Browser(version))
        {
            using var impatient = new CancellationTokenSource();
            var waiting = browser.GetAsync("/a", impatient.Token);
            await Provider.Asked.Task.WaitAsync(RawClient.Patience);
            await impatient.CancelAsync();
            await Record.ExceptionAsync(() => waiting);
        }
        await Provider.GivenUp.Task.WaitAsync(RawClient.Patience);
        using var other = Browser(version);
        Assert.Equal("open", await other.GetStringAsync("/open"));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task An_access_token_is_renewed_before_its_end_once_for_all_who_ask_at_once(string version)
    {
        Provider.AccessSeconds = 10;
        using var browser = Browser(version);
        await browser.GetStringAsync("/a");
        var cookie = SessionCookie();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PlainAsync("/a", cookie, version)));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.All(answers, a => Assert.StartsWith("AWSELBAuthSessionCookie-0=", a.Headers.GetValues("Set-Cookie").Single()));
        Assert.Equal(2, Provider.Refreshed);
        Assert.Equal("access-3", Header(target.Requests.Last(), "x-amzn-oidc-accesstoken"));
    }

    [Theory]
    [InlineData("1.1", false)]
    [InlineData("1.1", true)]
    [InlineData("2.0", false)]
    [InlineData("2.0", true)]
    public async Task A_body_that_waits_for_a_renewal_comes_to_the_target_whole(string version, bool isChunked)
    {
        Provider.AccessSeconds = 1;
        using var browser = Browser(version);
        await browser.GetStringAsync("/a");
        var body = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"{i:x6}."));
        var held = new TaskCompletionSource();
        Provider.Held = held.Task;
        using var client = Client(version);
        using var asked = new HttpRequestMessage(HttpMethod.Post, "/a") { Version = Version.Parse(version), Content = isChunked ? new Untold(body) : new StringContent(body) };
        asked.Headers.TryAddWithoutValidation("Cookie", SessionCookie());
        var waiting = client.SendAsync(asked);
        await UntilAsync(() => Task.FromResult(Provider.Waiting == 1), "it waits");
        Assert.False(waiting.IsCompleted);
        held.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await waiting).StatusCode);
        var request = target.Requests.Last();
        var came = request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        Assert.Equal(body, Header(request, "transfer-encoding") is null ? came : Unchunked(came));
        Assert.Equal("access-3", Header(request, "x-amzn-oidc-accesstoken"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_waits_for_a_renewal_comes_to_a_target_of_HTTP2_whole(bool isUntold)
    {
        await using var counting = await KestrelTarget.StartAsync();
        (Balancer.PoolVersion, Balancer.Pools["default"]) = ("HTTP2", [counting.Port]);
        Guard(Provider.Action());
        Provider.AccessSeconds = 1;
        using var browser = Browser("2.0");
        Assert.Contains("x-amzn-oidc-accesstoken: access-", await browser.GetStringAsync("/deep/told"));
        var body = new string('b', 280_000);
        var held = new TaskCompletionSource();
        Provider.Held = held.Task;
        using var client = Client("2.0");
        using var asked = new HttpRequestMessage(HttpMethod.Post, "/deep/drain") { Version = HttpVersion.Version20, Content = isUntold ? new Untold(body) : new StringContent(body) };
        asked.Headers.TryAddWithoutValidation("Cookie", SessionCookie());
        var waiting = client.SendAsync(asked);
        await UntilAsync(() => Task.FromResult(Provider.Waiting == 1), "it waits");
        held.SetResult();
        Assert.Equal("280000", await (await waiting).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_session_that_the_provider_does_not_renew_is_over()
    {
        Provider.AccessSeconds = 10;
        using var browser = Browser("2.0");
        await browser.GetStringAsync("/a");
        Provider.EndsSessions = true;
        Assert.Equal(HttpStatusCode.Found, (await PlainAsync("/a", SessionCookie(), "2.0")).StatusCode);
        Assert.Equal(2, Provider.Refreshed);
    }

    [Fact]
    public async Task Only_a_provider_whose_certificate_somebody_vouches_for_is_asked()
    {
        await using var distrustful = new LoopbackBalancer(1) { Certificate = Balancer.Certificate };
        distrustful.Pools["default"].Add(target.Port);
        distrustful.Rules.Add(Guarding(1, "/a", Provider.Action()));
        distrustful.Serve();
        using var browser = Browser("1.1", distrustful);
        Assert.Equal(500, (int)(await browser.GetAsync("/a")).StatusCode);
        using var other = Browser("1.1");
        Assert.Equal("page", await other.GetStringAsync("/a"));
    }

    /// <summary>/a is for users, everything below /deep too; /open is for anybody.</summary>
    private void Guard(OidcAction action)
    {
        Balancer.Rules.Clear();
        Balancer.Rules.Add(Guarding(1, "/a", action));
        Balancer.Rules.Add(Guarding(2, "/deep/*", action));
        Balancer.Rules.Add(new WantedRule("rule/3", 3, [new RuleCondition(ConditionField.PathPattern) { Values = ["/open"] }], [LoopbackBalancer.To("open")], []));
        Balancer.Serve();
    }

    private static WantedRule Guarding(int priority, string path, OidcAction action) => new(
        $"rule/{priority}", priority, [new RuleCondition(ConditionField.PathPattern) { Values = [path] }],
        [new RuleAction(ActionType.AuthenticateOidc) { Order = 1, Oidc = action }, LoopbackBalancer.To("default") with { Order = 2 }], []);

    /// <summary>Goes where it is sent, and keeps cookies.</summary>
    private HttpClient Browser(string version, LoopbackBalancer? at = null) => Client(version, at, new SocketsHttpHandler { CookieContainer = jar });

    private HttpClient Client(string version, LoopbackBalancer? at = null, SocketsHttpHandler? handler = null)
    {
        handler ??= new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
        handler.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true };
        return new HttpClient(handler)
        {
            BaseAddress = new Uri($"https://127.0.0.1:{(at ?? Balancer).Port}/"),
            DefaultRequestVersion = Version.Parse(version),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    private async Task<HttpResponseMessage> PlainAsync(string path, string cookie, string version = "1.1")
    {
        using var client = Client(version);
        using var asked = new HttpRequestMessage(HttpMethod.Get, path) { Version = Version.Parse(version) };
        if (cookie.Length > 0) asked.Headers.TryAddWithoutValidation("Cookie", cookie);
        return await client.SendAsync(asked);
    }

    private string SessionCookie() => string.Join("; ", jar.GetCookies(new Uri($"https://127.0.0.1:{Balancer.Port}/")).Select(c => $"{c.Name}={c.Value}"));

    private static string? Header(string head, string name) => head.Split("\r\n\r\n")[0].Split("\r\n").Skip(1)
        .Where(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(l => l[(name.Length + 1)..].Trim()).SingleOrDefault();

    private static string Unchunked(string chunks)
    {
        var body = new StringBuilder();
        for (var at = 0; ;)
        {
            var line = chunks.IndexOf("\r\n", at, StringComparison.Ordinal);
            var size = Convert.ToInt32(chunks[at..line], 16);
            if (size == 0) return body.ToString();
            body.Append(chunks.AsSpan(line + 2, size));
            at = line + 2 + size + 2;
        }
    }

    /// <summary>A body that does not tell how long it is.</summary>
    private sealed class Untold(string body) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context) => await stream.WriteAsync(Encoding.ASCII.GetBytes(body));

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> so, string what)
    {
        var late = DateTime.UtcNow + RawClient.Patience;
        while (!await so())
        {
            if (DateTime.UtcNow > late) throw new Xunit.Sdk.XunitException($"This has not come about: {what}");
            await Task.Delay(20);
        }
    }
}
