using System.Net;
using System.Text;
using Haneul.Balancer;
using Haneul.Balancer.Http2;
using Haneul.Model;
using Haneul.Tests.Http2;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace Haneul.Tests.Balancing;

public sealed class Http2TargetTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_group_of_HTTP2_is_spoken_to_by_HTTP2_and_told_what_every_target_is_told(bool isTls)
    {
        await using var target = await KestrelTarget.StartAsync(isTls);
        await using var balancer = Http2Client.Before("HTTP2");
        balancer.PoolProtocol = isTls ? BalancerProtocol.Https : BalancerProtocol.Http;
        balancer.Pools["default"].Add(target.Port);
        balancer.Serve();
        using var client = Http2Client.Of(balancer);
        client.DefaultRequestHeaders.Add("Cookie", "a=1");
        var told = await client.GetStringAsync("/some/path?q=1");
        Assert.StartsWith($"GET {(isTls ? "https" : "http")}://127.0.0.1:{balancer.Port}/some/path?q=1 HTTP/2\n", told);
        Assert.Contains("x-forwarded-for: 127.0.0.1\n", told);
        Assert.Contains("x-forwarded-proto: https\n", told);
        Assert.Contains("x-amzn-trace-id: Root=1-", told);
        Assert.Contains("cookie: a=1\n", told);
        Assert.Contains("te: trailers\n", told);
        Assert.DoesNotContain("transfer-encoding", told);
    }

    [Theory]
    [InlineData(BalancerProtocol.Http)]
    [InlineData(BalancerProtocol.Https)]
    public async Task A_target_of_HTTP2_is_checked_by_HTTP2(BalancerProtocol protocol)
    {
        await using var target = await KestrelTarget.StartAsync(isTls: protocol == BalancerProtocol.Https);
        using var functions = new FunctionClient(TimeProvider.System);
        using var late = new CancellationTokenSource(RawClient.Patience);
        var here = Ip.Parse("127.0.0.1");
        var pool = Pools.Of([], []) with { ProtocolVersion = "HTTP2", HealthCheck = Pools.Check with { Protocol = protocol, Path = "/ready" } };
        var result = await new NetworkProbe(new OwnSockets(), functions, TimeProvider.System).RunAsync(new HealthProbe("", here, here, target.Port, pool), late.Token);
        Assert.Equal(new ProbeResult(ProbeVerdict.Passed, 200), result);
    }

    [Fact]
    public async Task Many_requests_go_side_by_side_on_a_connection_that_is_kept()
    {
        await using var target = await KestrelTarget.StartAsync();
        await using var balancer = Http2Client.Before("HTTP2", target.Port);
        using var client = Http2Client.Of(balancer);
        var bodies = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => client.GetStringAsync($"/{i}")));
        Assert.Equal(60, bodies.Select(b => b.Split(' ')[1]).Distinct().Count());
        await client.GetStringAsync("/again");
        Assert.Equal(61, target.Connections.Values.Sum());
        Assert.Single(target.Connections);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Bodies_of_any_size_come_whole_both_ways(int seed)
    {
        await using var target = await KestrelTarget.StartAsync(isTls: seed == 3);
        await using var balancer = Http2Client.Before("HTTP2");
        if (seed == 3) balancer.PoolProtocol = BalancerProtocol.Https;
        balancer.Pools["default"].Add(target.Port);
        balancer.Serve();
        using var client = Http2Client.Of(balancer);
        var random = new Random(seed);
        var sizes = Enumerable.Range(0, 24).Select(i => i % 4 == 0 ? random.Next(2_000_000) : i % 4 == 1 ? 65_536 + random.Next(-2, 3) : random.Next(i * 1000 + 1)).Append(0).ToArray();
        await Task.WhenAll(sizes.Select(size => EchoedAsync(client, Random(seed + size, size), isTold: size % 2 == 0)));
    }

    private static byte[] Random(int seed, int size)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static async Task EchoedAsync(HttpClient client, byte[] sent, bool isTold)
    {
        using var answer = await client.SendAsync(Http2Client.Post("/echo", new WholeBody(sent, isTold)));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var echoed = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(sent.AsSpan().SequenceEqual(echoed), $"{sent.Length} bytes came back otherwise");
        Assert.Equal($"{sent.Length}", answer.TrailingHeaders.GetValues("x-count").Single());
    }

    [Fact]
    public async Task An_answer_goes_on_while_the_request_does()
    {
        await using var target = await KestrelTarget.StartAsync();
        await using var balancer = Http2Client.Before("HTTP2", target.Port);
        using var client = Http2Client.Of(balancer);
        var body = new OpenBody();
        using var answer = await client.SendAsync(Http2Client.Post("/echo", body), HttpCompletionOption.ResponseHeadersRead);
        var echoed = await answer.Content.ReadAsStreamAsync();
        for (var i = 0; i < 50; i++)
        {
            var said = Encoding.ASCII.GetBytes($"message {i:000}");
            await body.WriteAsync(said);
            var heard = new byte[said.Length];
            await echoed.ReadExactlyAsync(heard).AsTask().WaitAsync(RawClient.Patience);
            Assert.Equal(said, heard);
        }
        body.End();
        Assert.Equal(0, await echoed.ReadAsync(new byte[1]));
        Assert.Equal("550", answer.TrailingHeaders.GetValues("x-count").Single());
    }

    [Theory]
    [InlineData("HTTP2", "1.1", "GET", null, 464)]
    [InlineData("HTTP2", "1.1", "POST", null, 464)]
    [InlineData("HTTP2", "2.0", "GET", null, 200)]
    [InlineData("HTTP2", "2.0", "POST", null, 200)]
    [InlineData("HTTP2", "2.0", "POST", "application/grpc", 200)]
    [InlineData("GRPC", "1.1", "POST", "application/grpc", 464)]
    [InlineData("GRPC", "2.0", "GET", null, 464)]
    [InlineData("GRPC", "2.0", "POST", null, 200)]
    [InlineData("GRPC", "2.0", "POST", "application/grpc+proto", 200)]
    [InlineData("HTTP1", "2.0", "POST", "application/grpc", 464)]
    [InlineData("HTTP1", "2.0", "POST", "application/grpc-web", 200)]
    [InlineData("HTTP1", "1.1", "GET", null, 200)]
    public async Task Requests_that_do_not_fit_the_groups_version_are_answered_with_464(string group, string version, string method, string? type, int status)
    {
        await using var target = await KestrelTarget.StartAsync(protocols: group == "HTTP1" ? HttpProtocols.Http1 : HttpProtocols.Http2);
        await using var balancer = Http2Client.Before(group, target.Port);
        using var client = Http2Client.Of(balancer, Version.Parse(version));
        var request = new HttpRequestMessage(new HttpMethod(method), "/") { Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (type is not null) request.Content = new ByteArrayContent([]) { Headers = { { "Content-Type", type } } };
        using var answer = await client.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 200 ? 1 : 0, target.Connections.Count);
        Assert.All(balancer.Seen, s => Assert.Empty(s.Troubles));
        if (status == 464 && type is not null && version == "2.0") Assert.Equal("2", answer.Headers.GetValues("grpc-status").Single());
    }

    [Fact]
    public async Task Trailers_go_both_ways_and_say_nothing_that_only_the_balancer_may_say()
    {
        await using var target = new FrameTarget(async (call, _) =>
        {
            await call.GreetAsync();
            var head = await call.RequestAsync() ?? throw new IOException("no request");
            var last = await call.RequestAsync() ?? throw new IOException("no trailers");
            await call.SendAsync(FrameCall.Head(1, false), Frames.Trailers(1, $"x-saw: {head["te"]} {string.Join('|', last.Fields)} {last.Ends}", "content-length: 5", "grpc-status: 0"));
            await call.WaitAsync();
        });
        await using var balancer = Http2Client.Before("HTTP2", target.Port);
        await using var client = await FrameClient.ConnectAsync(balancer.Port);
        await client.SendAsync(Frames.Headers(1, false, ":method: POST"), Frames.Data(1, false, 5), Frames.Trailers(1, "x-sum: 1", "x-amzn-mtls-clientcert-subject: CN=root", "x-forwarded-for: 10.0.0.1"));
        Assert.False((await client.NextAsync(FrameType.Headers)).Ends);
        var trailers = await client.NextAsync(FrameType.Headers);
        Assert.True(trailers.Ends);
        Assert.Equal(["x-saw: trailers x-sum: 1 True", "grpc-status: 0"], trailers.Fields);
    }

    [Fact]
    public async Task A_slow_client_slows_only_its_own_answer_down()
    {
        await using var target = await KestrelTarget.StartAsync();
        await using var balancer = Http2Client.Before("HTTP2", target.Port);
        using var client = Http2Client.Of(balancer);
        const int Large = 64 * 1024 * 1024;
        using var slow = await client.GetAsync($"/fill?{Large}", HttpCompletionOption.ResponseHeadersRead);
        for (var i = 0; i < 20; i++) Assert.Equal(100_000, (await client.GetByteArrayAsync("/fill?100000")).Length);
        await using var body = await slow.Content.ReadAsStreamAsync();
        var (total, buffer) = (0L, new byte[1024 * 1024]);
        while (await body.ReadAsync(buffer) is > 0 and var count) total += count;
        Assert.Equal(Large, total);
        Assert.Single(target.Connections);
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_its_stream_and_nothing_else()
    {
        await using var target = await KestrelTarget.StartAsync();
        await using var balancer = Http2Client.Before("HTTP2", target.Port);
        using var steady = Http2Client.Of(balancer);
        for (var i = 0; i < 20; i++)
        {
            using var client = Http2Client.Of(balancer);
            var body = new OpenBody();
            using var answer = await client.SendAsync(Http2Client.Post("/echo", body), HttpCompletionOption.ResponseHeadersRead);
            await body.WriteAsync(new byte[30_000]);
            body.End();
        }
        Assert.Equal("GET", (await steady.GetStringAsync("/after")).Split(' ')[0]);
        Assert.Single(target.Connections);
    }

    [Fact]
    public async Task A_group_may_change_its_version_while_it_is_served()
    {
        await using var target = await KestrelTarget.StartAsync(isTls: true, HttpProtocols.Http1AndHttp2);
        await using var balancer = Http2Client.Before("HTTP1");
        balancer.PoolProtocol = BalancerProtocol.Https;
        balancer.Pools["default"].Add(target.Port);
        balancer.Serve();
        using var client = Http2Client.Of(balancer);
        Assert.Contains("/ HTTP/1.1\n", await client.GetStringAsync("/"));
        var body = new OpenBody();
        balancer.PoolVersion = "HTTP2";
        balancer.Serve();
        using var open = await client.SendAsync(Http2Client.Post("/echo", body), HttpCompletionOption.ResponseHeadersRead);
        Assert.Contains("/ HTTP/2\n", await client.GetStringAsync("/"));
        balancer.PoolVersion = "HTTP1";
        balancer.Serve();
        Assert.Contains("/ HTTP/1.1\n", await client.GetStringAsync("/"));

        // What began on a way that is not served any more goes on to its end.
        await body.WriteAsync("still there"u8.ToArray());
        body.End();
        Assert.Equal("still there", await open.Content.ReadAsStringAsync());
    }
}
