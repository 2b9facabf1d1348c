using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using Haneul.Tests.Processes;
using Xunit;

namespace Haneul.Tests.Clients;

/// <summary>The endpoint as a network service: who may speak to it, and HTTP as clients speak it.</summary>
public sealed class EndpointTests(RunningDaemon running) : IClassFixture<RunningDaemon>, IDisposable
{
    private const string CreateVpc = "Action=CreateVpc&Version=2016-11-15&CidrBlock=10.0.0.0/16";
    private const string WhoAmI = "Action=GetCallerIdentity&Version=2011-06-15";
    private const string Signed = "Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-west-2/ec2/aws4_request, SignedHeaders=host, Signature=0\r\n";

    private readonly HttpClient http = new();

    private DaemonProcess Daemon => running.Daemon;

    private Uri Endpoint => new(Daemon.Endpoint);

    public void Dispose() => http.Dispose();

    [Fact]
    public async Task A_page_of_another_site_can_change_and_read_nothing()
    {
        (string Name, string Value)[] foreign =
        [
            ("Origin", "https://evil.example"), ("Origin", "null"), ("Origin", "http://127.0.0.1:1"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"),
            ("Host", "evil.example"), ("Host", "evil.example:80"), ("Host", "169.254.169.254"),
        ];
        var before = await Daemon.RowsAsync();
        foreach (var (name, value) in foreign)
        {
            foreach (var (method, path, body) in new[] { (HttpMethod.Post, "/", CreateVpc), (HttpMethod.Get, $"/?{CreateVpc}", ""), (HttpMethod.Post, "/_haneul/reset", ""), (HttpMethod.Post, "/_haneul/down", ""), (HttpMethod.Get, "/_haneul/status", "") })
            {
                using var request = new HttpRequestMessage(method, new Uri(Endpoint, path)) { Content = method == HttpMethod.Post ? Form(body) : null };
                request.Headers.TryAddWithoutValidation(name, value);
                using var response = await http.SendAsync(request);
                Assert.True(response.StatusCode == HttpStatusCode.Forbidden, $"{name}: {value} {method} {path} was answered with {response.StatusCode}");
            }
        }
        Assert.Equal(before, await Daemon.RowsAsync());
    }

    [Fact]
    public async Task Its_own_pages_and_the_names_of_loopback_are_let_in()
    {
        foreach (var (name, value) in new[] { ("Origin", Daemon.Endpoint), ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "none"), ("Host", $"localhost:{Endpoint.Port}"), ("Host", $"s3.localhost:{Endpoint.Port}"), ("Host", $"[::1]:{Endpoint.Port}") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Endpoint) { Content = Form(WhoAmI) };
            request.Headers.TryAddWithoutValidation(name, value);
            using var response = await http.SendAsync(request);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{name}: {value} was answered with {response.StatusCode}");
        }
    }

    [Fact]
    public void It_listens_on_loopback_alone()
    {
        var listening = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(l => l.Port == Endpoint.Port).ToList();
        Assert.NotEmpty(listening);
        Assert.All(listening, l => Assert.True(IPAddress.IsLoopback(l.Address), $"It listens on {l}"));
    }

    [Fact]
    public async Task Requests_that_are_sent_ahead_on_one_connection_are_answered_in_order_each_once()
    {
        using var connection = new Wire(Endpoint);
        var ids = new List<string>();
        await connection.Send(string.Concat(Enumerable.Range(0, 3).Select(n => Post(CreateVpc, Signed))));
        for (var i = 0; i < 3; i++) ids.Add(await connection.Answer(200));
        await connection.Send(Post(CreateVpc, Signed));
        ids.Add(await connection.Answer(200));
        Assert.Equal(4, ids.Select(VpcOf).Distinct().Count());
        var all = await Daemon.Call("ec2", "us-west-2", "Action=DescribeVpcs&Version=2016-11-15&Filter.1.Name=is-default&Filter.1.Value.1=false");
        Assert.Equal(4, all.Split("<vpcId>").Length - 1);
    }

    [Fact]
    public async Task A_refused_request_leaves_the_connection_usable()
    {
        using var connection = new Wire(Endpoint);
        foreach (var bad in new[] { "Action=NoSuchAction&Version=2016-11-15", "Action=DeleteVpc&Version=2016-11-15", "Action=CreateVpc&Version=2016-11-15&CidrBlock=x", "" })
        {
            await connection.Send(Post(bad, Signed));
            await connection.Answer(400);
        }
        await connection.Send(Post(WhoAmI, ""));
        await connection.Answer(200);
    }

    [Fact]
    public async Task Bodies_in_chunks_and_bodies_that_wait_to_be_asked_for_are_read()
    {
        using var connection = new Wire(Endpoint);
        await connection.Send($"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n{10:x}\r\n{WhoAmI[..10]}\r\n{WhoAmI.Length - 10:x}\r\n{WhoAmI[10..]}\r\n0\r\n\r\n");
        Assert.Contains("000000000000", await connection.Answer(200), StringComparison.Ordinal);
        await connection.Send($"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {WhoAmI.Length}\r\nExpect: 100-continue\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 100", await connection.Line(), StringComparison.Ordinal);
        await connection.Line();
        await connection.Send(WhoAmI);
        Assert.Contains("000000000000", await connection.Answer(200), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ec2", "Action=NoSuchAction&Version=2016-11-15", null, "InvalidAction")]
    [InlineData("sts", "Action=NoSuchAction&Version=2011-06-15", null, "InvalidAction")]
    [InlineData("ssm", "{}", "AmazonSSM.NoSuchAction", "UnknownOperationException")]
    [InlineData("dynamodb", "{}", "DynamoDB_20120810.ListTables", "UnknownOperationException")]
    [InlineData("sqs", "Action=ListQueues&Version=2012-11-05", null, "InvalidAction")]
    [InlineData("ec2", "", null, "")]
    [InlineData("s3", "<CreateBucketConfiguration/>", null, "")]
    public async Task What_it_has_not_is_the_clients_fault_in_every_protocol(string service, string body, string? target, string code)
    {
        using var response = await http.SendAsync(Daemon.Request(service, "us-east-1", body, target));
        var text = await response.Content.ReadAsStringAsync();
        Assert.InRange((int)response.StatusCode, 400, 499);
        Assert.Contains(code, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_with_a_browser_is_told_what_this_is()
    {
        using var get = await http.GetAsync(Endpoint);
        Assert.Equal(HttpStatusCode.OK, get.StatusCode);
        Assert.Contains("Haneul", await get.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, Endpoint));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
    }

    [Fact]
    public async Task A_body_beyond_all_bounds_is_refused()
    {
        using var connection = new Wire(Endpoint);
        await connection.Send($"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {17 * 1024 * 1024}\r\n\r\nAction=");
        await connection.Answer(413);
        await Daemon.Call("sts", "us-east-1", WhoAmI);
    }

    [Fact]
    public async Task A_signed_url_is_a_call()
    {
        var url = $"/?{WhoAmI}&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=111122223333%2F20260101%2Fus-east-1%2Fsts%2Faws4_request&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=0";
        Assert.Contains("111122223333", await http.GetStringAsync(new Uri(Endpoint, url)), StringComparison.Ordinal);
    }

    private static string VpcOf(string answer) => answer.Split("<vpcId>")[1].Split('<')[0];

    private static StringContent Form(string body) => new(body, Encoding.UTF8, "application/x-www-form-urlencoded");

    private static string Post(string body, string headers) => $"POST / HTTP/1.1\r\nHost: localhost\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}";

    /// <summary>One connection, spoken by hand.</summary>
    private sealed class Wire : IDisposable
    {
        private readonly TcpClient tcp = new();
        private readonly NetworkStream stream;

        public Wire(Uri endpoint)
        {
            tcp.Connect(endpoint.Host, endpoint.Port);
            stream = tcp.GetStream();
            stream.ReadTimeout = 20_000;
        }

        public Task Send(string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

        /// <summary>One line, without its end.</summary>
        public async Task<string> Line()
        {
            var line = new StringBuilder();
            var one = new byte[1];
            using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while (await stream.ReadAsync(one, late.Token) == 1)
            {
                if (one[0] == '\n') return line.ToString().TrimEnd('\r');
                line.Append((char)one[0]);
            }
            throw new IOException($"The connection was closed after '{line}'");
        }

        /// <summary>One answer of this status; its body.</summary>
        public async Task<string> Answer(int status)
        {
            Assert.StartsWith($"HTTP/1.1 {status} ", await Line(), StringComparison.Ordinal);
            var length = 0;
            while (await Line() is { Length: > 0 } header)
            {
                if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) length = int.Parse(header.AsSpan(15), System.Globalization.CultureInfo.InvariantCulture);
            }
            var body = new byte[length];
            await stream.ReadExactlyAsync(body);
            return Encoding.UTF8.GetString(body);
        }

        public void Dispose() => tcp.Dispose();
    }
}
