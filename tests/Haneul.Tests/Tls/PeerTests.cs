using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Haneul.Io.Tls;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Tls;

public sealed class PeerTests
{
    private static TlsServer Serving(Func<TlsServerOptions, TlsServerOptions>? change = null)
    {
        using var certificate = MadeCertificate.Rsa(["a.example"]);
        var options = new TlsServerOptions { Certificates = [certificate.Named("a")] };
        return new TlsServer(change?.Invoke(options) ?? options);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Dotnets_client_gets_back_what_it_sent_however_it_was_cut(SslProtocols version)
    {
        using var server = Serving();
        await using var echo = new EchoServer(server);
        using var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, echo.Port);
        await using var tls = new SslStream(socket.GetStream(), false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "a.example", EnabledSslProtocols = version });
        var random = new Random(5);
        for (var round = 0; round < 40; round++)
        {
            var sent = new byte[random.Next(1, 60_000)];
            random.NextBytes(sent);
            var writing = Task.Run(async () =>
            {
                // Several records, in one segment or in many.
                for (var at = 0; at < sent.Length; at += 7_001) await tls.WriteAsync(sent.AsMemory(at, Math.Min(7_001, sent.Length - at)));
            });
            var back = new byte[sent.Length];
            await tls.ReadExactlyAsync(back).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            await writing;
            Assert.Equal(sent, back);
        }
        await tls.ShutdownAsync();
        Assert.Equal(0, await tls.ReadAsync(new byte[1]));
        Assert.Null((await echo.First).Failure);
    }

    [NeedsTool(Tool.OpenSsl)]
    public async Task A_client_goes_on_with_a_ticket_and_a_server_without_tickets_does_not_let_it()
    {
        foreach (var version in (string[])["-tls1_2", "-tls1_3"])
        {
            foreach (var tickets in (TicketKey?[])[new TicketKey(), null])
            {
                using var server = Serving(o => o with { Tickets = tickets });
                await using var echo = new EchoServer(server);
                var kept = Path.GetTempFileName();
                for (var round = 0; round < 2; round++)
                {
                    string[] session = round == 0 ? ["-sess_out", kept] : new FileInfo(kept).Length > 0 ? ["-sess_in", kept] : [];
                    // In TLS 1.3 a ticket comes after the handshake: the client must stay for it.
                    await Ran.Of("sh", ["-c", $"(echo hello; sleep 0.5; echo Q) | timeout 20 openssl s_client -connect 127.0.0.1:{echo.Port} {version} {string.Join(' ', session)}"]);
                }
                File.Delete(kept);
                var resumed = await SeenBoth(echo);
                Assert.Equal(tickets is not null, resumed);
            }
        }
    }

    private static async Task<bool> SeenBoth(EchoServer echo)
    {
        await echo.First;
        for (var deadline = DateTime.UtcNow.AddSeconds(20); DateTime.UtcNow < deadline; await Task.Yield())
        {
            lock (echo.All)
            {
                if (echo.All.Count >= 2) return echo.All[1].IsResumed;
            }
        }
        throw new TimeoutException("the second connection was not seen");
    }

    [NeedsTool(Tool.OpenSsl)]
    public async Task Renegotiation_is_refused()
    {
        using var server = Serving();
        await using var echo = new EchoServer(server);
        var ran = await Ran.Of("sh", ["-c", $"(sleep 0.5; echo R; sleep 0.5; echo Q) | timeout 20 openssl s_client -connect 127.0.0.1:{echo.Port} -tls1_2"]);
        Assert.Contains("RENEGOTIATING", ran.Out + ran.Error);
        Assert.Contains("no renegotiation", ran.Out + ran.Error);
    }
}
