using System.Net;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>How long a user stays authenticated: sessions end, and access tokens are renewed while requests wait.</summary>
public sealed class OidcSessionTests : UserServing
{
    [Fact]
    public async Task A_session_is_over_at_its_time_and_one_that_was_tampered_with_at_once()
    {
        using var browser = Browser("1.1");
        await browser.GetStringAsync("/a");
        var cookie = SessionCookie();
        Assert.Equal(HttpStatusCode.OK, (await PlainAsync("/a", cookie)).StatusCode);
        var middle = cookie.Length / 2;
        Assert.Equal(HttpStatusCode.Found, (await PlainAsync("/a", cookie[..middle] + (cookie[middle] == 'A' ? 'B' : 'A') + cookie[(middle + 1)..])).StatusCode);
        Guard(Provider.Action() with { SessionSeconds = 1 });
        foreach (Cookie old in Jar.GetAllCookies()) old.Expired = true;
        // However often it has to log in before it gets there.
        (await browser.GetAsync("/a")).Dispose();
        cookie = SessionCookie();
        await UntilAsync(async () => (await PlainAsync("/a", cookie)).StatusCode == HttpStatusCode.Found, "the session is over");
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
        Assert.Equal("access-3", Header(Target.Requests.Last(), "x-amzn-oidc-accesstoken"));
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
        var request = Target.Requests.Last();
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
}
