using System.Net;
using System.Text;
using Haneul.Balancer.Http2;
using Haneul.Tests.Http2;
using Xunit;
using static Haneul.Tests.Balancing.FrameCall;

namespace Haneul.Tests.Balancing;

/// <summary>Targets that keep to the protocol, and use all of it.</summary>
public sealed class Http2TargetStreamTests
{
    [Fact]
    public async Task A_stream_that_was_refused_goes_again_with_its_body()
    {
        var refused = 0;
        await using var target = new FrameTarget(async (call, _) =>
        {
            await call.GreetAsync();
            while (await call.RequestAsync() is { } head)
            {
                var length = await call.DrainAsync(head);
                if (Interlocked.Increment(ref refused) <= 3) await call.SendAsync(Frames.Reset(head.Header.Stream, 7));
                else await call.AnswerAsync(head.Header.Stream, $"{length}");
            }
        });
        await using var balancer = Http2Client.Before("HTTP2", target.Port);
        using var client = Http2Client.Of(balancer);
        Assert.Equal("5000", await (await client.PostAsync("/", new ByteArrayContent(new byte[5000]))).Content.ReadAsStringAsync());
        refused = -10;
        Assert.Equal(HttpStatusCode.BadGateway, (await client.PostAsync("/", new ByteArrayContent(new byte[5000]))).StatusCode);
        Assert.Equal(-6, refused);
    }

    [Fact]
    public async Task What_a_target_that_goes_has_begun_ends_there_and_the_rest_goes_elsewhere()
    {
        await using var target = new FrameTarget(async (call, n) =>
        {
            await call.GreetAsync();
            if (n > 1)
            {
                while (await call.RequestAsync() is { } head) await call.AnswerAsync(head.Header.Stream, $"by {n}");
                return;
            }
            await call.RequestAsync();
            await call.SendAsync(Head(1, false), Text(1, "begun ", ends: false));
            await call.RequestAsync();
            await call.SendAsync(GoAway(1));
            await call.SendAsync(Text(1, "and done by 1"));
            await call.WaitAsync();
        });
        await using var balancer = Http2Client.Before("HTTP2", target.Port);
        using var client = Http2Client.Of(balancer);
        var first = await client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("by 2", await (await client.PostAsync("/", new ByteArrayContent([]))).Content.ReadAsStringAsync());
        Assert.Equal("begun and done by 1", await first.Content.ReadAsStringAsync());
        Assert.Equal("by 2", await client.GetStringAsync("/"));
        Assert.Equal(2, target.Connections);
    }

    [Theory]
    [InlineData("GET", HttpStatusCode.OK)]
    [InlineData("POST", HttpStatusCode.BadGateway)]
    public async Task A_connection_that_ends_under_a_request_is_replaced_where_it_may_be_sent_twice(string method, HttpStatusCode status)
    {
        await using var target = new FrameTarget(async (call, n) =>
        {
            await call.GreetAsync();
            while (await call.RequestAsync() is { } head)
            {
                if (n == 1 && head.Header.Stream > 1) return;
                await call.AnswerAsync(head.Header.Stream, "ok");
            }
        });
        await using var balancer = Http2Client.Before("HTTP2", target.Port);
        using var client = Http2Client.Of(balancer);
        Assert.Equal("ok", await client.GetStringAsync("/"));
        Assert.Equal(status, (await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/") { Version = HttpVersion.Version20 })).StatusCode);
    }

    [Fact]
    public async Task A_target_gets_no_more_streams_at_once_than_it_takes()
    {
        var most = 0;
        await using var target = new FrameTarget(async (call, n) =>
        {
            await call.GreetAsync((3, 2));
            var open = 0;
            while (await call.RequestAsync() is { } head)
            {
                InterlockedMax(ref most, Interlocked.Increment(ref open));
                var later = LaterAsync(head.Header.Stream);
            }

            async Task LaterAsync(int stream)
            {
                await Task.Delay(20);
                Interlocked.Decrement(ref open);
                await call.AnswerAsync(stream, "ok");
            }
        });
        await using var balancer = Http2Client.Before("HTTP2", target.Port);
        using var client = Http2Client.Of(balancer);
        for (var i = 0; i < 3; i++) Assert.All(await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => client.GetStringAsync("/"))), b => Assert.Equal("ok", b));
        Assert.Equal(2, most);
        Assert.InRange(target.Connections, 2, 60);
    }

    private static void InterlockedMax(ref int most, int seen)
    {
        for (var known = Volatile.Read(ref most); seen > known; known = Volatile.Read(ref most))
        {
            if (Interlocked.CompareExchange(ref most, seen, known) == known) return;
        }
    }

    [Fact]
    public async Task A_target_that_opens_no_window_slows_its_client_down_and_nothing_is_lost()
    {
        var open = new TaskCompletionSource();
        await using var target = new FrameTarget(async (call, _) =>
        {
            await call.GreetAsync((4, 0));
            var head = await call.RequestAsync() ?? throw new IOException("no request");
            await open.Task;
            await call.SendAsync(Frames.Window(0, 10_000_000), Frames.Window(1, 10_000_000));
            await call.AnswerAsync(1, $"{await call.DrainAsync(head)}");
            await call.WaitAsync();
        });
        await using var balancer = Http2Client.Before("HTTP2", target.Port);
        await using var client = await FrameClient.ConnectAsync(balancer.Port);
        // Our own windows let go 64 KiB, and the balancer gives nothing back before the target takes some.
        await client.SendAsync(Frames.Headers(1, false, ":method: POST"), Frames.Data(1, false, 16_384), Frames.Data(1, false, 16_384), Frames.Data(1, false, 16_384), Frames.Data(1, false, 16_384), Frames.Of(6, 0, 0, new byte[8]));
        Assert.True((await client.NextAsync(FrameType.Ping)).Header.Has(FrameFlags.Ack));
        open.SetResult();
        Assert.Equal((1, 65_536u), await WindowAsync(client));
        await client.SendAsync(Frames.Data(1, true, 16_384));
        Assert.Equal("200", (await client.NextAsync(FrameType.Headers))[":status"]);
        Assert.Equal("81920", Encoding.ASCII.GetString((await client.NextAsync(FrameType.Data)).Bytes));
    }

    private static async Task<(int Stream, uint More)> WindowAsync(FrameClient client)
    {
        var window = await client.NextAsync(FrameType.WindowUpdate);
        while (window.Header.Stream == 0) window = await client.NextAsync(FrameType.WindowUpdate);
        return (window.Header.Stream, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(window.Bytes));
    }

    [Fact]
    public async Task An_answer_before_the_requests_end_is_given_at_once()
    {
        await using var target = new FrameTarget(async (call, _) =>
        {
            await call.GreetAsync();
            while (await call.RequestAsync() is { } head) await call.SendAsync(Frames.Of(1, 5, head.Header.Stream, Frames.Raw(":status: 413")));
        });
        await using var balancer = Http2Client.Before("HTTP2", target.Port);
        using var client = Http2Client.Of(balancer);
        for (var i = 0; i < 3; i++)
        {
            await using var asking = await FrameClient.ConnectAsync(balancer.Port);
            await asking.SendAsync(Frames.Headers(1, false, ":method: POST"), Frames.Data(1, false, 1000));
            Assert.Equal("413", (await asking.NextAsync(FrameType.Headers))[":status"]);
            Assert.Equal(0, (await asking.NextAsync(FrameType.ResetStream)).Bytes[3]);
        }
        Assert.Equal(1, target.Connections);
    }

    [Fact]
    public async Task A_ping_is_answered()
    {
        var pong = new TaskCompletionSource<string>();
        await using var target = new FrameTarget(async (call, _) =>
        {
            await call.GreetAsync();
            await call.SendAsync(Frames.Of(6, 0, 0, "12345678"u8.ToArray()));
            pong.SetResult(Encoding.ASCII.GetString((await call.NextAsync(FrameType.Ping))?.Bytes ?? []));
            await call.WaitAsync();
        });
        await using var balancer = Http2Client.Before("HTTP2", target.Port);
        using var client = Http2Client.Of(balancer);
        _ = client.GetAsync("/");
        Assert.Equal("12345678", await pong.Task.WaitAsync(RawClient.Patience));
    }

    [Fact]
    public async Task A_connection_to_a_target_that_is_taken_out_is_left_with_a_goodbye()
    {
        var goodbye = new TaskCompletionSource<bool>();
        await using var target = new FrameTarget(async (call, _) =>
        {
            await call.GreetAsync();
            await call.RequestAsync();
            await call.AnswerAsync(1, "ok");
            var isTold = await call.NextAsync(FrameType.GoAway) is not null;
            goodbye.SetResult(isTold && await call.NextAsync() is null);
        });
        await using var balancer = Http2Client.Before("HTTP2", target.Port);
        using var client = Http2Client.Of(balancer);
        Assert.Equal("ok", await client.GetStringAsync("/"));
        balancer.Pools["default"].Clear();
        balancer.Serve();
        Assert.True(await goodbye.Task.WaitAsync(RawClient.Patience));
    }
}
