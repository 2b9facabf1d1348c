using System.Net;
using System.Net.Sockets;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>What becomes of requests that are still with a target when its deregistration delay is over.</summary>
public sealed class DelayEndTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    [Fact]
    public async Task One_that_was_not_answered_is_answered_with_502_and_its_client_may_go_on()
    {
        await using var target = Says("");
        await using var other = RawTarget.Answering200("other");
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync(Get);
        await AskedAsync(target);
        balancer.Pools["default"].Add(other.Port);
        TakeOut(balancer, target);
        var answer = await client.ReadAsync();
        Assert.Equal((502, "awselb/2.0"), (answer.Status, answer.Header("Server")));
        await client.SendAsync(Get);
        Assert.Equal("other", (await client.ReadAsync()).Body);
    }

    [Fact]
    public async Task An_answer_that_has_begun_breaks_off()
    {
        await using var target = Says("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun");
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync(Get);
        Assert.StartsWith("HTTP/1.1 200", await client.ReadToAsync("\r\n\r\n"));
        Assert.Equal("begun", await client.ReadExactlyAsync(5));
        TakeOut(balancer, target);
        var broken = await Assert.ThrowsAsync<SocketException>(client.ReadToEndAsync);
        Assert.Equal(SocketError.ConnectionReset, broken.SocketErrorCode);
    }

    [Fact]
    public async Task A_WebSocket_ends()
    {
        await using var target = Says("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nhello");
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        Assert.Equal(101, (await client.ReadAsync()).Status);
        Assert.Equal("hello", await client.ReadExactlyAsync(5));
        TakeOut(balancer, target);
        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Of_the_streams_of_one_client_only_those_with_that_target_are_ended()
    {
        var (never, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (ended, kept) = (0, 0);
        await using var leaving = new FrameTarget((call, _) => HoldAsync(call, () => Interlocked.Increment(ref ended), never.Task));
        await using var staying = new FrameTarget((call, _) => HoldAsync(call, () => Interlocked.Increment(ref kept), go.Task));
        await using var balancer = Http2Client.Before("HTTP2", leaving.Port, staying.Port);
        using var client = Http2Client.Of(balancer);
        var asked = Enumerable.Range(0, 6).Select(_ => client.GetAsync("/")).ToList();
        await Waiting.Until(() => Volatile.Read(ref ended) + Volatile.Read(ref kept) == asked.Count, "all requests are with their targets");
        Assert.True(ended > 0 && kept > 0, $"{ended} and {kept} of {asked.Count}");
        TakeOut(balancer, leaving.Port);
        await Waiting.Until(() => asked.Count(a => a.IsCompleted) == ended, "those of one target are ended");
        go.SetResult();
        var answers = await Task.WhenAll(asked).WaitAsync(RawClient.Patience);
        Assert.Equal((ended, kept), (answers.Count(a => a.StatusCode == HttpStatusCode.BadGateway), answers.Count(a => a.StatusCode == HttpStatusCode.OK)));
    }

    [Fact]
    public async Task Without_a_delay_they_are_ended_at_once()
    {
        await using var target = Says("");
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        balancer.PoolAttributes["deregistration_delay.timeout_seconds"] = "0";
        balancer.Serve();
        var asked = balancer.AskAsync(Get);
        await AskedAsync(target);
        balancer.Pools["default"].Remove(target.Port);
        balancer.Serve();
        Assert.Equal(502, (await asked).Status);
    }

    /// <summary>Says that to a request, and nothing more for as long as its connection is open.</summary>
    private static RawTarget Says(string answer) => new(async call =>
    {
        await call.ReadRequestAsync();
        if (answer.Length > 0) await call.SendAsync(answer);
        await call.ReadRequestAsync();
    });

    private static async Task HoldAsync(FrameCall call, Action asked, Task until)
    {
        await call.GreetAsync();
        while (await call.RequestAsync() is { } head)
        {
            asked();
            _ = AnswerAsync(head.Header.Stream);
        }

        async Task AnswerAsync(int stream)
        {
            await until;
            await call.SendAsync(FrameCall.Head(stream, true));
        }
    }

    private static Task AskedAsync(RawTarget target) => Waiting.Until(() => !target.Requests.IsEmpty, "the target is asked");

    private static void TakeOut(LoopbackBalancer balancer, RawTarget target) => TakeOut(balancer, target.Port);

    private static void TakeOut(LoopbackBalancer balancer, int port)
    {
        balancer.Draining.Add(port);
        balancer.Serve();
        balancer.Pools["default"].Remove(port);
        balancer.Serve();
    }
}
