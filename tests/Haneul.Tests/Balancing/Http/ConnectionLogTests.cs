using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Haneul.Balancer;
using Haneul.Model;
using Haneul.Tests.Tls;
using Xunit;

namespace Haneul.Tests.Balancing;

public sealed class ConnectionLogTests
{
    [Fact]
    public async Task A_connection_is_a_line_whose_number_its_requests_have_too()
    {
        using var logs = new WrittenLogs();
        await using var target = RawTarget.Answering200("hello");
        await using (var balancer = Logging(new LoopbackBalancer(loops: 2, logs.Folder), target))
        {
            balancer.Attributes["access_logs.s3.enabled"] = "true";
            balancer.Attributes["access_logs.s3.bucket"] = "bucket";
            balancer.Serve();
            using var client = await balancer.ConnectAsync();
            for (var i = 0; i < 2; i++)
            {
                await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                Assert.Equal(200, (await client.ReadAsync()).Status);
            }
        }
        var file = Assert.Single(logs.Files, f => f.Contains("conn_log", StringComparison.Ordinal));
        Assert.Matches(@"/bucket/AWSLogs/111122223333/elasticloadbalancing/eu-west-1/\d{4}/\d\d/\d\d/conn_log\.111122223333_elasticloadbalancing_eu-west-1_app\.web\.50dc6c495c0c9188_\d{8}T\d{4}Z_127\.0\.0\.1_[0-9a-f]{8}\.log\.gz$", file);
        var line = Assert.Single(await WrittenLogs.LinesAsync(file));
        Assert.Matches("""^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z 127\.0\.0\.1 \d+ \d+ - - - "-" - - - TID_[0-9a-f]{32} -$""", line);
        var requests = await WrittenLogs.LinesAsync(Assert.Single(logs.Files, f => f != file));
        Assert.Equal(2, requests.Count);
        Assert.All(requests, r => Assert.Contains($" {line.Split(' ')[10]} ", r));
    }

    [Fact]
    public async Task Of_TLS_it_says_what_was_agreed_upon_and_who_the_client_is()
    {
        using var authority = MadeCertificate.Ecdsa(["Root"], isAuthority: true, subject: "CN=Root");
        using var shown = MadeCertificate.Ecdsa(["client"], authority, subject: "CN=client");
        Assert.Matches("""^\S+Z 127\.0\.0\.1 \d+ \d+ TLSv1\.[23] \S+ \d+\.\d{3} "CN=client" NotBefore=\S+Z;NotAfter=\S+Z [0-9A-F]+ Success TID_[0-9a-f]{32} (x25519|secp\d+r1|-)$""", await LineOfAsync(authority.Pem, shown, isAccepted: true));
    }

    [Fact]
    public async Task A_handshake_that_fails_is_told_with_AWSs_reason()
    {
        using var authority = MadeCertificate.Ecdsa(["Root"], isAuthority: true, subject: "CN=Root");
        using var other = MadeCertificate.Ecdsa(["stranger"]);
        using var old = MadeCertificate.Ecdsa(["client"], authority, days: (-10, -5), subject: "CN=client");
        Assert.Contains(" Failed:ClientCertUntrusted TID_", await LineOfAsync(authority.Pem, other, isAccepted: false));
        Assert.Contains(" Failed:ClientCertExpired TID_", await LineOfAsync(authority.Pem, old, isAccepted: false));
        Assert.Contains(" Failed:UnmappedConnectionError TID_", await LineOfAsync(authority.Pem, null, isAccepted: false));
    }

    private static async Task<string> LineOfAsync(string authorities, MadeCertificate? shown, bool isAccepted)
    {
        using var logs = new WrittenLogs();
        await using var target = RawTarget.Answering200("hello");
        using var own = MadeCertificate.Ecdsa(["localhost"]);
        await using (var balancer = Logging(new LoopbackBalancer(loops: 1, logs.Folder) { Certificate = new WantedCertificate("one", own.Pem, "", own.KeyPem), MutualTls = new MutualTls("verify", "arn:store", false, false), TrustedAuthorities = authorities }, target))
        {
            balancer.Serve();
            using var socket = new TcpClient("127.0.0.1", balancer.Port);
            await using var tls = new SslStream(socket.GetStream(), false, (_, _, _, _) => true);
            using var certificate = shown is null ? null : X509Certificate2.CreateFromPem(shown.Pem, shown.KeyPem);
            var options = new SslClientAuthenticationOptions { TargetHost = "localhost" };
            if (certificate is not null) options.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
            Assert.Equal(isAccepted, await IsServedAsync(tls, options));
        }
        return Assert.Single(await WrittenLogs.LinesAsync(Assert.Single(logs.Files)));
    }

    /// <summary>With TLS 1.3 a client learns that it is refused when it reads.</summary>
    private static async Task<bool> IsServedAsync(SslStream tls, SslClientAuthenticationOptions options)
    {
        try
        {
            await tls.AuthenticateAsClientAsync(options).WaitAsync(RawClient.Patience);
            await tls.WriteAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8.ToArray());
            using var reader = new StreamReader(tls);
            return (await reader.ReadToEndAsync().WaitAsync(RawClient.Patience)).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            return false;
        }
    }

    private static LoopbackBalancer Logging(LoopbackBalancer balancer, RawTarget target)
    {
        balancer.Pools["default"].Add(target.Port);
        balancer.Attributes["connection_logs.s3.enabled"] = "true";
        balancer.Attributes["connection_logs.s3.bucket"] = "bucket";
        return balancer;
    }
}
