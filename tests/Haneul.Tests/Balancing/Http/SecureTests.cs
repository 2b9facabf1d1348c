using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Haneul.Balancer;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Balancing;

public sealed class SecureTests
{
    [Fact]
    public async Task A_listener_of_HTTPS_tells_targets_which_TLS_was_spoken()
    {
        await using var target = RawTarget.Answering200(new string('x', 100_000));
        var balancer = new LoopbackBalancer { Certificate = Made() };
        await using var _ = balancer;
        balancer.Pools["default"].Add(target.Port);
        balancer.Attributes["routing.http.x_amzn_tls_version_and_cipher_suite.enabled"] = "true";
        balancer.Serve();
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true } });
        for (var i = 0; i < 5; i++)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, $"https://127.0.0.1:{balancer.Port}/") { Content = new ByteArrayContent(new byte[300_000]) };
            request.Headers.Add("X-Amzn-Tls-Version", "mine");
            var answer = await client.SendAsync(request);
            Assert.Equal(100_000, (await answer.Content.ReadAsStringAsync()).Length);
        }
        Assert.Equal(5, target.Requests.Count);
        Assert.All(target.Requests, r => Assert.Contains("\r\nX-Forwarded-Proto: https\r\n", r));
        Assert.All(target.Requests, r => Assert.Matches("\r\nX-Amzn-Tls-Version: TLSv1\\.[23]\r\nX-Amzn-Tls-Cipher-Suite: [A-Z0-9_-]+\r\n", r));
        Assert.All(target.Requests, r => Assert.DoesNotContain("mine", r));
    }

    [Fact]
    public async Task Pipelined_requests_in_one_record_are_all_answered()
    {
        await using var target = RawTarget.Answering200("ok");
        var balancer = new LoopbackBalancer { Certificate = Made() };
        await using var _ = balancer;
        balancer.Pools["default"].Add(target.Port);
        balancer.Serve();
        using var socket = new TcpClient("127.0.0.1", balancer.Port);
        await using var tls = new SslStream(socket.GetStream(), false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync("localhost");
        await tls.WriteAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 50)) + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(tls, Encoding.ASCII);
        var all = await reader.ReadToEndAsync().WaitAsync(RawClient.Patience);
        Assert.Equal(51, all.Split("HTTP/1.1 200 OK").Length - 1);
    }

    [NeedsTool(Tool.OpenSsl)]
    public async Task A_ticket_is_good_until_its_key_is_changed()
    {
        await using var target = RawTarget.Answering200("ok");
        var clock = new AdvancedClock();
        await using var balancer = new LoopbackBalancer(time: clock) { Certificate = Made() };
        balancer.Pools["default"].Add(target.Port);
        balancer.Serve();
        using var folder = new WrittenLogs();
        Assert.Contains("New, TLSv1", await SpeakAsync(balancer, "-sess_out", $"{folder.Folder}/session"));
        Assert.Contains("Reused, TLSv1", await SpeakAsync(balancer, "-sess_in", $"{folder.Folder}/session"));
        clock.Advance(TimeSpan.FromHours(12));
        // It is served anew within a second or two.
        var wait = System.Diagnostics.Stopwatch.StartNew();
        string said;
        do said = await SpeakAsync(balancer, "-sess_in", $"{folder.Folder}/session");
        while (!said.Contains("New, TLSv1", StringComparison.Ordinal) && wait.Elapsed < RawClient.Patience);
        Assert.Contains("New, TLSv1", said);
    }

    private static async Task<string> SpeakAsync(LoopbackBalancer balancer, string option, string file) =>
        (await Ran.Of("openssl", ["s_client", "-connect", $"127.0.0.1:{balancer.Port}", "-ign_eof", option, file], input: "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).Good();

    internal static WantedCertificate Made()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return new WantedCertificate("arn:aws:acm:eu-west-1:111122223333:certificate/12345678-1234-1234-1234-123456789012", made.ExportCertificatePem(), "", key.ExportPkcs8PrivateKeyPem());
    }
}
