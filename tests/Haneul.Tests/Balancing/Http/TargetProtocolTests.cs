using System.Security.Authentication;
using System.Text;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Balancing;

public sealed class TargetProtocolTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    [Fact]
    public async Task A_group_of_HTTPS_is_spoken_to_by_TLS_over_connections_that_are_kept()
    {
        await using var target = new SecureTarget();
        await using var balancer = new LoopbackBalancer(loops: 1) { PoolProtocol = BalancerProtocol.Https };
        balancer.Pools["default"].Add(target.Port);
        balancer.Serve();
        for (var i = 0; i < 5; i++) Assert.Equal((200, "0"), await AskedAsync(balancer, Get));
        Assert.Equal((200, "700000"), await AskedAsync(balancer, $"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 700000\r\n\r\n{new string('b', 700_000)}"));
        // The way to targets of listeners without TLS has no TLS 1.3.
        Assert.Equal([SslProtocols.Tls12], target.Connections);
    }

    [Fact]
    public async Task A_body_that_comes_during_the_handshake_arrives_whole()
    {
        await using var target = new SecureTarget();
        await using var balancer = new LoopbackBalancer { PoolProtocol = BalancerProtocol.Https };
        balancer.Pools["default"].Add(target.Port);
        balancer.Serve();
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 30000\r\n\r\n");
        for (var i = 0; i < 30; i++) await client.SendAsync(new string('c', 1000));
        Assert.Equal("30000", (await client.ReadAsync()).Body);
    }

    [Fact]
    public async Task A_target_that_speaks_no_TLS_is_answered_for_with_502_and_its_plain_connections_are_not_used()
    {
        await using var target = new RawTarget(async call =>
        {
            var read = new byte[64 * 1024];
            for (int count; (count = await call.Socket.ReceiveAsync(read)) > 0;)
            {
                // A handshake does not begin with a letter: what a server of HTTP says to it.
                if (!Encoding.Latin1.GetString(read, 0, count).StartsWith("GET", StringComparison.Ordinal))
                {
                    await call.SendAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                    return;
                }
                await call.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nplain");
            }
        });
        await using var balancer = new LoopbackBalancer(loops: 1);
        balancer.Pools["default"].Add(target.Port);
        balancer.Serve();
        Assert.Equal((200, "plain"), await AskedAsync(balancer, Get));
        balancer.PoolProtocol = BalancerProtocol.Https;
        balancer.Serve();
        Assert.Equal(502, (await balancer.AskAsync(Get)).Status);
        Assert.Equal(2, target.Connections);
    }

    private static async Task<(int, string)> AskedAsync(LoopbackBalancer balancer, string request)
    {
        var answer = await balancer.AskAsync(request);
        return (answer.Status, answer.Body);
    }
}
