using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Haneul.Tests.Balancing;

public sealed class StreamingTests
{
    private const int Large = 64 * 1024 * 1024;

    [Fact]
    public async Task A_slow_client_slows_its_target_down_and_nothing_is_lost()
    {
        var sent = 0L;
        await using var target = new RawTarget(async call =>
        {
            await call.ReadRequestAsync();
            await call.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Large}\r\n\r\n");
            var block = Numbered(1024 * 1024);
            for (var i = 0; i < Large / block.Length; i++)
            {
                await call.SendAsync(block);
                Volatile.Write(ref sent, (i + 1L) * block.Length);
            }
        });
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        await SettlesAsync(() => Volatile.Read(ref sent));
        Assert.InRange(Volatile.Read(ref sent), 1, Large / 2);
        Assert.Equal(Large, await DrainAsync(client));
    }

    [Fact]
    public async Task A_slow_target_slows_its_client_down_and_nothing_is_lost()
    {
        var go = new TaskCompletionSource();
        await using var target = new RawTarget(async call =>
        {
            await go.Task;
            var buffer = new byte[1024 * 1024];
            var (read, head) = (0L, true);
            while (read < Large)
            {
                var count = await call.Socket.ReceiveAsync(buffer);
                if (count == 0) return;
                read += count;
                if (head) read -= Encoding.Latin1.GetString(buffer, 0, count).IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
                head = false;
            }
            await call.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {read.ToString().Length}\r\n\r\n{read}");
        });
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        using var client = await balancer.ConnectAsync();
        var sent = 0L;
        var sending = Task.Run(async () =>
        {
            await client.SendAsync($"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {Large}\r\n\r\n");
            var block = Numbered(1024 * 1024);
            for (var i = 0; i < Large / block.Length; i++)
            {
                await client.SendAsync(block);
                Volatile.Write(ref sent, (i + 1L) * block.Length);
            }
        });
        await SettlesAsync(() => Volatile.Read(ref sent));
        Assert.InRange(Volatile.Read(ref sent), 1, Large / 2);
        go.SetResult();
        await sending.WaitAsync(RawClient.Patience);
        Assert.Equal(Large.ToString(), (await client.ReadAsync()).Body);
    }

    [Fact]
    public async Task A_websocket_passes_bytes_both_ways_until_one_side_ends()
    {
        await using var target = new RawTarget(async call =>
        {
            await call.ReadRequestAsync();
            await call.SendAsync("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\nhello");
            var buffer = new byte[100];
            while (await call.Socket.ReceiveAsync(buffer) is > 0 and var count) await call.SendAsync(buffer.AsMemory(0, count));
        });
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("GET /chat HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Key: k\r\nSec-WebSocket-Version: 13\r\n\r\nearly");
        var answer = await client.ReadAsync();
        Assert.Equal((101, "websocket", "x"), (answer.Status, answer.Header("Upgrade"), answer.Header("Sec-WebSocket-Accept")));
        Assert.Equal("helloearly", await client.ReadExactlyAsync(10));
        for (var i = 0; i < 100; i++)
        {
            await client.SendAsync($"message {i:000}");
            Assert.Equal($"message {i:000}", await client.ReadExactlyAsync(11));
        }
        client.Socket.Shutdown(SocketShutdown.Send);
        Assert.Equal("", await client.ReadToEndAsync());
        Assert.Contains("\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", Assert.Single(target.Requests));
    }

    [Fact]
    public async Task A_target_cannot_switch_protocols_when_nobody_asked()
    {
        await using var target = RawTarget.Answering("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        Assert.Equal(502, (await balancer.AskAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).Status);
    }

    private static byte[] Numbered(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) bytes[i] = (byte)(i * 31);
        return bytes;
    }

    /// <summary>Waits until a number has not grown for some looks at it.</summary>
    private static async Task SettlesAsync(Func<long> number)
    {
        var clock = Stopwatch.StartNew();
        for (var (last, same) = (-1L, 0); same < 20 && clock.Elapsed < RawClient.Patience;)
        {
            await Task.Delay(15);
            var now = number();
            same = now == last && now > 0 ? same + 1 : 0;
            last = now;
        }
    }

    private static async Task<long> DrainAsync(RawClient client)
    {
        var head = await client.ReadToAsync("\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200", head);
        var buffer = new byte[1024 * 1024];
        long total = client.Buffered;
        while (await client.Socket.ReceiveAsync(buffer) is > 0 and var count) total += count;
        return total;
    }
}
