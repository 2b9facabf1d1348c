using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>The common request costs the garbage collector nothing: no byte is allocated on the loop's thread for it, whatever the client speaks.</summary>
public sealed class AllocationTests
{
    private const int Requests = 1000;

    /// <summary>For what comes by the way (a buffer of log lines that is handed over): a single object for each request would be 24 bytes at least.</summary>
    private const long Leeway = Requests * 4;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_over_a_kept_connection_allocates_nothing(bool isSecure)
    {
        await using var target = Answering();
        using var logs = new WrittenLogs();
        await using var balancer = new LoopbackBalancer(loops: 1, logs.Folder) { Certificate = isSecure ? SecureTests.Made() : null };
        balancer.Pools["default"].Add(target.Port);
        balancer.Attributes["access_logs.s3.enabled"] = "true";
        balancer.Attributes["access_logs.s3.bucket"] = "logs";
        balancer.Rules.Add(new("r1", 1, [new(ConditionField.PathPattern) { Values = ["/api/*"] }], [LoopbackBalancer.To("default")], []));
        balancer.Serve();
        using var client = new TcpClient("127.0.0.1", balancer.Port) { NoDelay = true };
        await using Stream stream = isSecure ? await SecuredAsync(client) : client.GetStream();
        var found = 0L;
        // What is made once (buffers, a connection to the target, tiers of the compiler) is made in the first rounds.
        for (var round = 0; round < 10; round++)
        {
            var before = balancer.AllocatedByLoops();
            await AskAsync(stream, Requests);
            found = balancer.AllocatedByLoops() - before;
            if (found <= Leeway) return;
        }
        Assert.Fail($"{found} bytes for {Requests} requests, {found / Requests} for each");
    }

    private static async Task AskAsync(Stream stream, int count)
    {
        var question = Encoding.ASCII.GetBytes("GET /api/items?page=2 HTTP/1.1\r\nHost: www.example.com\r\nUser-Agent: test\r\nAccept: */*\r\nCookie: a=b\r\n\r\n");
        var answer = new byte[4096];
        for (var i = 0; i < count; i++)
        {
            await stream.WriteAsync(question);
            var got = 0;
            while (got < 5 || !answer.AsSpan(0, got).EndsWith("hello"u8))
            {
                var length = await stream.ReadAsync(answer.AsMemory(got));
                Assert.NotEqual(0, length);
                got += length;
            }
            Assert.True(answer.AsSpan().StartsWith("HTTP/1.1 200 OK"u8));
        }
    }

    private static RawTarget Answering() => new(async call =>
    {
        var answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
        var buffer = new byte[4096];
        while (await call.Socket.ReceiveAsync(buffer) > 0) await call.SendAsync(answer);
    });

    private static async Task<SslStream> SecuredAsync(TcpClient client)
    {
        var tls = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync("localhost");
        return tls;
    }
}
