using System.Net;
using Haneul.Balancer.Http2;
using Haneul.Model;
using Haneul.Tests.Http2;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;
using static Haneul.Tests.Balancing.FrameCall;

namespace Haneul.Tests.Balancing;

public sealed class Http2TargetFailureTests
{
    private static readonly Dictionary<string, Func<FrameCall, Task>> BeforeTheHead = new()
    {
        ["leaves at once"] = _ => Task.CompletedTask,
        ["speaks HTTP/1.1"] = call => call.Raw.SendAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
        ["answers without settings"] = call => call.SendAsync(Head(1, true)),
        ["leaves without an answer"] = call => AskedAsync(call, []),
        ["resets the stream"] = call => AskedAsync(call, Frames.Reset(1, 2)),
        ["resets the stream as if it were done"] = call => AskedAsync(call, Frames.Reset(1, 0)),
        ["sends a body without a head"] = call => AskedAsync(call, Text(1, "body")),
        ["answers a stream that nobody opened"] = call => AskedAsync(call, Head(7, true)),
        ["pushes"] = call => AskedAsync(call, Frames.Of(5, 4, 1, [0, 0, 0, 2, .. Frames.Block()])),
        ["breaks its table"] = call => AskedAsync(call, Frames.Of(1, 5, 1, 0xff, 0xff, 0xff, 0xff)),
        ["sends a frame that is too long"] = call => AskedAsync(call, Frames.Of(0, 0, 1, new byte[20_000])),
        ["sends a head that is too large"] = call => AskedAsync(call, Frames.Of(1, 5, 1, [.. Frames.Raw(":status: 200"), .. Enumerable.Repeat<byte>(0x9f, 1200)])),
        ["sends a head without end"] = call => AskedAsync(call, [Frames.Of(1, 0, 1, Frames.Raw(":status: 200")), .. Enumerable.Repeat(Frames.Of(9, 0, 1, new byte[10_000]), 10)]),
        ["says no status"] = call => AskedAsync(call, Frames.Of(1, 5, 1, Frames.Raw("server: a"))),
        ["switches protocols"] = call => AskedAsync(call, Frames.Of(1, 4, 1, Frames.Raw(":status: 101"))),
        ["speaks of its connection"] = call => AskedAsync(call, Head(1, true, "connection: close")),
        ["puts a line's end into a value"] = call => AskedAsync(call, Head(1, true, "a: b\r\nset-cookie: c=d")),
        ["puts a control into a value"] = call => AskedAsync(call, Head(1, true, "a: b\u0001c")),
        ["gives a window that overflows"] = call => AskedAsync(call, Frames.Window(0, 0x7fff_ffff)),
        ["makes us work for nothing"] = call => AskedAsync(call, [.. Enumerable.Repeat(Frames.Of(6, 0, 0, new byte[8]), 1500)]),
    };

    public static TheoryData<string> Wrongs => [.. BeforeTheHead.Keys];

    /// <summary>When a request has come, that is said.</summary>
    private static async Task AskedAsync(FrameCall call, params byte[][] frames)
    {
        await call.GreetAsync();
        if (await call.RequestAsync() is null) return;
        await call.SendAsync(frames);
        if (frames.Length > 0) await ServeRestAsync(call);
    }

    [Theory]
    [MemberData(nameof(Wrongs))]
    public async Task A_target_that_goes_wrong_is_answered_for_with_502_and_asked_again_next_time(string wrong)
    {
        await using var target = new FrameTarget((call, n) => n == 1 ? BeforeTheHead[wrong](call) : ServeAsync(call));
        await using var balancer = Http2Client.Before("HTTP2", target.Port);
        using var client = Http2Client.Of(balancer);
        // A request that may not be sent twice.
        using var answer = await client.PostAsync("/", new ByteArrayContent("body"u8.ToArray()));
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal("ok", await ServedAsync(client));
    }

    /// <summary>Until it is served: the connection that went wrong may still be on its way out.</summary>
    private static async Task<string> ServedAsync(HttpClient client)
    {
        using var late = new CancellationTokenSource(RawClient.Patience);
        while (true)
        {
            using var answer = await client.PostAsync("/", new ByteArrayContent([]), late.Token);
            if (answer.StatusCode == HttpStatusCode.OK) return await answer.Content.ReadAsStringAsync(late.Token);
        }
    }

    private static async Task ServeAsync(FrameCall call)
    {
        await call.GreetAsync();
        await ServeRestAsync(call);
    }

    private static async Task ServeRestAsync(FrameCall call)
    {
        while (await call.RequestAsync() is { } head)
        {
            await call.DrainAsync(head);
            await call.AnswerAsync(head.Header.Stream, "ok");
        }
    }

    public static TheoryData<string> Cuts => ["less", "more", "reset", "leave", "head", "goaway"];

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task An_answer_that_breaks_off_is_not_taken_for_whole(string how)
    {
        await using var target = new FrameTarget(async (call, _) =>
        {
            await call.GreetAsync();
            if (await call.RequestAsync() is null) return;
            await call.SendAsync(Head(1, false, "content-length: 10"), Text(1, "12345", ends: false));
            byte[][] end = how switch
            {
                "less" => [Text(1, "6789")],
                "more" => [Text(1, "67890a")],
                "reset" => [Frames.Reset(1, 8)],
                "head" => [Frames.Of(1, 4, 1, Frames.Raw("a: b"))],
                "goaway" => [GoAway(1, 2)],
                _ => [],
            };
            await call.SendAsync(end);
            if (how is not ("leave" or "goaway")) await call.WaitAsync();
        });
        await using var balancer = Http2Client.Before("HTTP2", target.Port);
        await using var client = await FrameClient.ConnectAsync(balancer.Port);
        await client.SendAsync(Frames.Headers(1, true));
        Assert.Equal("200", (await client.NextAsync(FrameType.Headers))[":status"]);
        var reset = await client.NextAsync(FrameType.ResetStream);
        Assert.Equal(how == "reset" ? Http2Error.Cancel : Http2Error.Internal, (Http2Error)reset.Bytes[3]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_target_that_says_nothing_is_answered_for_with_504(bool isGrpc)
    {
        await using var target = new FrameTarget(async (call, _) =>
        {
            await call.GreetAsync();
            await call.WaitAsync();
        });
        await using var balancer = Http2Client.Before(isGrpc ? "GRPC" : "HTTP2");
        balancer.Attributes["idle_timeout.timeout_seconds"] = "1";
        balancer.Pools["default"].Add(target.Port);
        balancer.Serve();
        using var client = Http2Client.Of(balancer);
        using var answer = await client.PostAsync("/", new ByteArrayContent([]) { Headers = { { "Content-Type", isGrpc ? "application/grpc" : "text/plain" } } });
        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Equal("awselb/2.0", answer.Headers.Server.ToString());
        Assert.Equal(isGrpc ? "application/grpc" : "text/html", answer.Content.Headers.ContentType?.MediaType);
        if (isGrpc) Assert.Equal("14", answer.Headers.GetValues("grpc-status").Single());
        if (isGrpc) Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_target_that_takes_no_connection_is_passed_over()
    {
        await using var target = new FrameTarget((call, _) => ServeAsync(call));
        await using var balancer = Http2Client.Before("HTTP2", LoopbackBalancer.FreePort());
        using var client = Http2Client.Of(balancer);
        Assert.Equal(HttpStatusCode.BadGateway, (await client.GetAsync("/")).StatusCode);
        balancer.Pools["default"].Add(target.Port);
        balancer.Serve();
        for (var i = 0; i < 6; i++) Assert.Equal("ok", await client.GetStringAsync("/"));
    }

    [Fact]
    public async Task A_target_of_TLS_that_does_not_agree_on_HTTP2_is_answered_for_with_502()
    {
        await using var target = await KestrelTarget.StartAsync(isTls: true, HttpProtocols.Http1);
        await using var balancer = Http2Client.Before("HTTP2");
        balancer.PoolProtocol = BalancerProtocol.Https;
        balancer.Pools["default"].Add(target.Port);
        balancer.Serve();
        using var client = Http2Client.Of(balancer);
        Assert.Equal(HttpStatusCode.BadGateway, (await client.GetAsync("/")).StatusCode);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Noise_of_a_target_breaks_nothing(int seed)
    {
        var random = new Random(seed);
        await using var target = new FrameTarget(async (call, _) =>
        {
            await call.GreetAsync();
            for (var requests = 0; requests < 4 && await call.RequestAsync() is { } head; requests++) await call.SendAsync(Noise(random, head.Header.Stream));
        });
        await using var balancer = Http2Client.Before("HTTP2", target.Port);
        balancer.Attributes["idle_timeout.timeout_seconds"] = "1";
        balancer.Serve();
        using var client = Http2Client.Of(balancer);
        for (var round = 0; round < 4; round++)
        {
            var asked = Enumerable.Range(0, 12).Select(_ => client.PostAsync("/", new ByteArrayContent(new byte[100]))).ToList();
            foreach (var one in asked) await Record.ExceptionAsync(() => one);
        }
        await using var good = new FrameTarget((call, _) => ServeAsync(call));
        balancer.Draining.Add(target.Port);
        balancer.Pools["default"].Add(good.Port);
        balancer.Serve();
        Assert.Equal("ok", await client.GetStringAsync("/"));

        // Nothing of it is under way any more: every request was counted to its end.
        using var late = new CancellationTokenSource(RawClient.Patience);
        while (!balancer.Seen.Any(s => s.Drained.Any(d => d.Value.EndsWith($"|{target.Port}", StringComparison.Ordinal)))) await Task.Delay(20, late.Token);
    }

    private static byte[] Noise(Random random, int stream)
    {
        lock (random)
        {
            var frames = Enumerable.Range(0, random.Next(1, 6)).SelectMany(_ => random.Next(7) switch
            {
                0 => Head(stream, random.Next(2) == 0),
                1 => Text(stream, new string('n', random.Next(3000)), random.Next(2) == 0),
                2 => Frames.Reset(stream, (uint)random.Next(14)),
                3 => Frames.Window(random.Next(3) * stream, (uint)random.Next(100_000)),
                4 => Frames.Settings((random.Next(8), (uint)random.Next(100_000))),
                5 => GoAway(random.Next(10)),
                _ => Frames.Of(random.Next(12), random.Next(256), random.Next(10), [.. Enumerable.Range(0, random.Next(40)).Select(_ => (byte)random.Next(256))]),
            }).ToArray();
            if (random.Next(4) == 0) frames[random.Next(frames.Length)] ^= (byte)(1 << random.Next(8));
            return frames;
        }
    }
}
