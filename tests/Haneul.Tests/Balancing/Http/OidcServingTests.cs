using System.Net;
using System.Security.Cryptography;
using System.Text;
using Haneul.Balancer;
using Haneul.Model;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>Users are authenticated on the path of their requests, in HTTP/1.1 and in HTTP/2.</summary>
public sealed class OidcServingTests : UserServing
{
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
        Assert.Equal(4, Target.Requests.Count);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Targets_are_told_who_it_is_in_words_that_the_published_key_vouches_for(string version)
    {
        using var browser = Browser(version);
        Assert.Equal("page", await browser.GetStringAsync("/a"));
        var head = Target.Requests.Last();
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
        foreach (var head in (string[])[Assert.Single(Target.Requests), Assert.Single(Open.Requests)])
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
        Assert.Empty(Target.Requests);
    }

    [Theory]
    [InlineData("AWSELBAuthSessionCookie-0=x")]
    [InlineData("AWSELBAuthSessionCookie-0=; AWSELBAuthSessionCookie-1=AAAA")]
    public async Task A_cookie_that_was_not_written_here_is_no_session(string cookie)
    {
        var answer = await PlainAsync("/a", cookie);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.StartsWith($"{Provider.Url}/authorize?client_id=app&redirect_uri=https%3A%2F%2F127.0.0.1%3A{Balancer.Port}%2Foauth2%2Fidpresponse&response_type=code&scope=openid&state=", answer.Headers.Location?.OriginalString);
        Assert.Empty(Target.Requests);
    }

    [Theory]
    [InlineData("1.1", 5_000, 302)]
    [InlineData("1.1", 12_000, 414)]
    [InlineData("2.0", 5_000, 302)]
    [InlineData("2.0", 12_000, 414)]
    public async Task A_place_that_is_too_long_to_come_back_to_is_not_sent_to_the_provider(string version, int length, int status) =>
        Assert.Equal(status, (int)(await PlainAsync("/deep/" + new string('x', length), "", version)).StatusCode);

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

    [Fact]
    public async Task A_provider_that_takes_too_long_is_504()
    {
        Provider.Held = new TaskCompletionSource().Task;
        await using var hurried = new LoopbackBalancer(1, trusted: Trusted, providerLimit: TimeSpan.FromSeconds(1)) { Certificate = Balancer.Certificate };
        hurried.Rules.Add(Guarding(1, "/a", Provider.Action()));
        hurried.Serve();
        using var browser = Browser("2.0", hurried);
        Assert.Equal(HttpStatusCode.GatewayTimeout, (await browser.GetAsync("/a")).StatusCode);
    }

    [Fact]
    public async Task A_log_line_says_that_a_user_was_authenticated_and_why_one_was_not()
    {
        using var logs = new WrittenLogs();
        await using (var logging = new LoopbackBalancer(1, logs.Folder) { Certificate = Balancer.Certificate })
        {
            logging.Pools["default"].Add(Target.Port);
            logging.Rules.Add(Guarding(1, "/a", Provider.Action() with { OnUnauthenticated = "allow" }));
            logging.Attributes["access_logs.s3.enabled"] = "true";
            logging.Attributes["access_logs.s3.bucket"] = "bucket";
            logging.Serve();
            using var client = Client("2.0", logging);
            await client.GetAsync("/a");
            await client.GetAsync("/oauth2/idpresponse");
        }
        var lines = await WrittenLogs.LinesAsync(Assert.Single(logs.Files));
        Assert.Matches(@" 200 200 .* 1 \S+Z ""authenticate,forward"" ""-"" ""-"" ", lines[0]);
        Assert.Matches(@" - -1 -1 -1 401 - .* - \S+Z ""authenticate"" ""-"" ""AuthMissingStateParam"" ", lines[1]);
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

    [Fact]
    public async Task Only_a_provider_whose_certificate_somebody_vouches_for_is_asked()
    {
        await using var distrustful = new LoopbackBalancer(1) { Certificate = Balancer.Certificate };
        distrustful.Pools["default"].Add(Target.Port);
        distrustful.Rules.Add(Guarding(1, "/a", Provider.Action()));
        distrustful.Serve();
        using var browser = Browser("1.1", distrustful);
        Assert.Equal(500, (int)(await browser.GetAsync("/a")).StatusCode);
        using var other = Browser("1.1");
        Assert.Equal("page", await other.GetStringAsync("/a"));
    }
}
