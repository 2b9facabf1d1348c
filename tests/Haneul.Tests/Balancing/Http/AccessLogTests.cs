using System.Net;
using System.Net.Security;
using System.Text.RegularExpressions;
using Haneul.Balancer;
using Haneul.Tests.Tls;
using Xunit;

namespace Haneul.Tests.Balancing;

public sealed partial class AccessLogTests
{
    [Fact]
    public async Task Each_request_is_a_line_in_AWSs_format_in_a_file_of_AWSs_name()
    {
        using var logs = new WrittenLogs();
        await using var target = RawTarget.Answering200("hello");
        await using (var balancer = new LoopbackBalancer(loops: 2, logs.Folder))
        {
            balancer.Pools["default"].Add(target.Port);
            balancer.Attributes["access_logs.s3.enabled"] = "true";
            balancer.Attributes["access_logs.s3.bucket"] = "bucket";
            balancer.Attributes["access_logs.s3.prefix"] = "some/prefix";
            balancer.Serve();
            await balancer.AskAsync("GET /a?b HTTP/1.1\r\nHost: example.com\r\nUser-Agent: a \"quoted\" one\r\n\r\n");
            await balancer.AskAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nab");
            await balancer.AskAsync("nonsense\r\n\r\n");
        }
        var file = Assert.Single(logs.Files);
        Assert.Matches(@"/bucket/some/prefix/AWSLogs/111122223333/elasticloadbalancing/eu-west-1/\d{4}/\d\d/\d\d/111122223333_elasticloadbalancing_eu-west-1_app\.web\.50dc6c495c0c9188_\d{8}T\d{4}Z_127\.0\.0\.1_[0-9a-f]{8}\.log\.gz$", file);
        var lines = await WrittenLogs.LinesAsync(file);
        Assert.Equal(3, lines.Count);
        var plain = lines.Single(l => l.Contains("example.com", StringComparison.Ordinal));
        Assert.Matches(Line(), plain);
        Assert.Contains(" 200 200 ", plain);
        Assert.Contains("\"GET http://example.com:", plain);
        Assert.Contains("/a?b HTTP/1.1\" \"a \\x22quoted\\x22 one\" - - arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/default/73e2d6bc24d8a067 \"Root=1-", plain);
        Assert.Contains("\"Ambiguous\" \"DuplicateContentLength\"", lines.Single(l => l.Contains("POST", StringComparison.Ordinal)));
        Assert.Contains(" - -1 -1 -1 400 - ", lines.Single(l => l.Contains("BadMethod", StringComparison.Ordinal) || l.Contains("Severe", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Requests_of_HTTP2_are_lines_too()
    {
        using var logs = new WrittenLogs();
        await using var target = RawTarget.Answering200("hello");
        using var certificate = MadeCertificate.Ecdsa(["localhost"]);
        await using (var balancer = new LoopbackBalancer(loops: 2, logs.Folder) { Certificate = new WantedCertificate("one", certificate.Pem, "", certificate.KeyPem) })
        {
            balancer.Pools["default"].Add(target.Port);
            balancer.Attributes["access_logs.s3.enabled"] = "true";
            balancer.Attributes["access_logs.s3.bucket"] = "bucket";
            balancer.Serve();
            using var client = new HttpClient(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true } });
            client.DefaultRequestVersion = HttpVersion.Version20;
            client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
            client.DefaultRequestHeaders.Add("User-Agent", "someone/1");
            Assert.Equal("hello", await client.GetStringAsync($"https://127.0.0.1:{balancer.Port}/a?b"));
            balancer.Pools["default"].Clear();
            balancer.Serve();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync($"https://127.0.0.1:{balancer.Port}/none")).StatusCode);
        }
        var lines = await WrittenLogs.LinesAsync(Assert.Single(logs.Files));
        Assert.Equal(2, lines.Count);
        Assert.Matches("""^h2 \S+Z app/web/50dc6c495c0c9188 127\.0\.0\.1:\d+ 127\.0\.0\.1:\d+ \S+ \S+ \S+ 200 200 \d+ [1-9]\d* "GET https://127\.0\.0\.1:\d+/a\?b HTTP/2\.0" "someone/1" \S+ TLSv1\.[23] \S+ "Root=1-[^"]*" """, lines[0]);
        Assert.Matches("""^h2 .* - -1 -1 -1 503 - \d+ \d+ "GET https://127\.0\.0\.1:\d+/none HTTP/2\.0" """, lines[1]);
    }

    [GeneratedRegex("""^http \S+Z app/web/50dc6c495c0c9188 127\.0\.0\.1:\d+ 127\.0\.0\.1:\d+ \d+\.\d{3} \d+\.\d{3} \d+\.\d{3} 200 200 \d+ \d+ "[^"]*" "[^"]*" - - \S+ "[^"]*" "-" "-" 0 \S+Z "forward" "-" "-" "127\.0\.0\.1:\d+" "200" "-" "-" TID_[0-9a-f]{32} "-" "-" "-"$""")]
    private static partial Regex Line();
}
