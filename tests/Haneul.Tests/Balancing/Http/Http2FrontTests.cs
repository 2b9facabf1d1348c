using System.Net;
using System.Net.Security;
using System.Text;
using Haneul.Balancer;
using Haneul.Tests.Tls;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Balancing;

public sealed class Http2FrontTests
{
    private static async Task<LoopbackBalancer> BeforeAsync(RawTarget target)
    {
        using var certificate = MadeCertificate.Ecdsa(["localhost"]);
        var balancer = new LoopbackBalancer { Certificate = new WantedCertificate("one", certificate.Pem, "", certificate.KeyPem) };
        balancer.Pools["default"].Add(target.Port);
        await Task.CompletedTask;
        balancer.Serve();
        return balancer;
    }

    private static HttpClient Client(LoopbackBalancer balancer) => new(new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        UseCookies = false,
    })
    {
        BaseAddress = new Uri($"https://127.0.0.1:{balancer.Port}/"),
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TimeSpan.FromSeconds(30),
    };

    [Fact]
    public async Task Requests_of_one_connection_are_answered_side_by_side()
    {
        await using var target = RawTarget.Answering200(new string('x', 50_000));
        await using var balancer = await BeforeAsync(target);
        using var client = Client(balancer);
        var bodies = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => client.GetStringAsync($"/{i}?q=1")));
        Assert.All(bodies, b => Assert.Equal(50_000, b.Length));
        Assert.Equal(60, target.Requests.Count);
        Assert.All(target.Requests, r => Assert.Contains("\r\nX-Forwarded-Proto: https\r\n", r));
        Assert.All(target.Requests, r => Assert.Contains($"127.0.0.1:{balancer.Port}\r\n", r));
    }

    [Fact]
    public async Task Bodies_go_to_the_target_whole_with_their_length_and_without()
    {
        await using var target = RawTarget.Answering200("ok");
        await using var balancer = await BeforeAsync(target);
        using var client = Client(balancer);
        var told = await client.PostAsync("/told", new ByteArrayContent(new byte[700_000]));
        Assert.Equal(HttpStatusCode.OK, told.StatusCode);
        var untold = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/untold") { Content = new Untold(300_000), Version = HttpVersion.Version20 });
        Assert.Equal(HttpStatusCode.OK, untold.StatusCode);
        Assert.Contains(target.Requests, r => r.Contains("700000\r\n", StringComparison.Ordinal));
        Assert.Contains(target.Requests, r => r.Contains("chunked", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Answers_of_the_balancers_own_are_told_in_fields()
    {
        await using var target = RawTarget.Answering200("ok");
        await using var balancer = await BeforeAsync(target);
        balancer.Pools["default"].Clear();
        balancer.Serve();
        using var client = Client(balancer);
        var answer = await client.GetAsync("/");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("awselb/2.0", answer.Headers.Server.ToString());
        Assert.Contains("503 Service Temporarily Unavailable", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_client_with_its_cookie_comes_to_the_same_target()
    {
        await using var one = RawTarget.Answering200("one");
        await using var two = RawTarget.Answering200("two");
        await using var balancer = await BeforeAsync(one);
        balancer.Pools["default"].Add(two.Port);
        balancer.PoolAttributes["stickiness.enabled"] = "true";
        balancer.Serve();
        using var client = Client(balancer);
        var first = await client.GetAsync("/");
        var cookies = first.Headers.GetValues("Set-Cookie").ToList();
        Assert.Equal(["AWSALB", "AWSALBCORS"], cookies.Select(c => c.Split('=')[0]));
        var body = await first.Content.ReadAsStringAsync();
        for (var i = 0; i < 6; i++)
        {
            using var fresh = Client(balancer);
            fresh.DefaultRequestHeaders.Add("Cookie", cookies[i % 2].Split(';')[0]);
            Assert.Equal(body, await fresh.GetStringAsync("/"));
        }
    }

    [Fact]
    public async Task A_balancer_without_HTTP2_speaks_HTTP1()
    {
        await using var target = RawTarget.Answering200("ok");
        await using var balancer = await BeforeAsync(target);
        balancer.Attributes["routing.http2.enabled"] = "false";
        balancer.Serve();
        using var client = Client(balancer);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync("/"));
        using var older = Client(balancer);
        older.DefaultRequestVersion = HttpVersion.Version11;
        Assert.Equal("ok", await older.GetStringAsync("/"));
    }

    [Fact]
    public async Task A_client_that_goes_away_leaves_nothing_at_work()
    {
        await using var target = RawTarget.Answering200("ok");
        await using var balancer = await BeforeAsync(target);
        for (var i = 0; i < 20; i++)
        {
            using var client = Client(balancer);
            using var impatient = new CancellationTokenSource();
            var asked = client.PostAsync("/", new Untold(2_000_000), impatient.Token);
            await client.GetStringAsync("/", CancellationToken.None);
            await impatient.CancelAsync();
            await Record.ExceptionAsync(() => asked);
        }
        using var after = Client(balancer);
        Assert.Equal("ok", await after.GetStringAsync("/"));
    }

    [NeedsTool(Tool.Curl)]
    public async Task Curl_agrees_on_HTTP2()
    {
        await using var target = RawTarget.Answering200("hello");
        await using var balancer = await BeforeAsync(target);
        var ran = (await Ran.Of("curl", ["-sk", "--http2", "-w", "|%{http_version}|%{http_code}", "-H", "Cookie: a=1", $"https://127.0.0.1:{balancer.Port}/"])).Good();
        Assert.Equal("hello|2|200", ran);
        Assert.Contains(target.Requests, r => r.Contains("cookie: a=1\r\n", StringComparison.Ordinal));
    }

    [NeedsTool(Tool.H2Load)]
    public async Task Many_streams_on_many_connections_all_succeed()
    {
        await using var target = RawTarget.Answering200(new string('y', 1024));
        await using var balancer = await BeforeAsync(target);
        var ran = (await Ran.Of("h2load", ["-n", "3000", "-c", "4", "-m", "32", $"https://127.0.0.1:{balancer.Port}/"])).Good();
        Assert.Contains("3000 total, 3000 started, 3000 done, 3000 succeeded, 0 failed, 0 errored, 0 timeout", ran);
    }

    /// <summary>A body that does not tell how long it is.</summary>
    private sealed class Untold(int length) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var some = Encoding.ASCII.GetBytes(new string('z', 10_000));
            for (var sent = 0; sent < length; sent += some.Length) await stream.WriteAsync(some);
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = 0;
            return false;
        }
    }
}
