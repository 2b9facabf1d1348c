using System.Net;
using System.Net.Security;
using System.Text;
using System.Text.Json.Nodes;
using Haneul.Balancer;
using Haneul.Model;
using Haneul.Tests.Tls;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>Functions answer in the place of targets: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html</summary>
public sealed class FunctionServingTests
{
    private const string Hello = """{"isBase64Encoded": false, "statusCode": 201, "statusDescription": "201 Made it", "headers": {"Content-Type": "text/plain", "X-Of": "function"}, "body": "hello"}""";

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_function_is_told_of_a_request_and_what_it_says_is_the_answer(string version)
    {
        await using var function = await FunctionServer.SayingAsync(Hello);
        await using var balancer = Before(function.Url);
        using var client = Client(balancer, version);
        using var asked = new HttpRequestMessage(HttpMethod.Post, "/a%20path?one=1%2B1&two&one=2") { Version = Version.Parse(version), Content = new StringContent("some text") };
        asked.Headers.TryAddWithoutValidation("X-Twice", ["a", "b"]);
        var answer = await client.SendAsync(asked);
        Assert.Equal((201, "hello", "function"), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.GetValues("X-Of").Single()));
        Assert.Equal(("text/plain", "awselb/2.0"), (answer.Content.Headers.ContentType?.ToString(), answer.Headers.Server.ToString()));
        Assert.NotNull(answer.Headers.Date);
        Assert.Equal("/2015-03-31/functions/function/invocations", function.Paths.Single());
        var told = function.Events.Single();
        Assert.Equal("arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/fn/6d0ecf831eec9f09", told["requestContext"]?["elb"]?["targetGroupArn"]?.ToString());
        Assert.Equal(("POST", "/a%20path", "some text", "false"), (told["httpMethod"]?.ToString(), told["path"]?.ToString(), told["body"]?.ToString(), told["isBase64Encoded"]?.ToJsonString()));
        Assert.Equal("""{"one":"2","two":""}""", told["queryStringParameters"]?.ToJsonString());
        var headers = told["headers"]?.AsObject() ?? throw new InvalidOperationException("headers are told");
        Assert.Equal("b", headers["x-twice"]?.ToString().Split(", ")[^1]);
        Assert.Equal(("127.0.0.1", "https", $"{balancer.Port}"), (headers["x-forwarded-for"]?.ToString(), headers["x-forwarded-proto"]?.ToString(), headers["x-forwarded-port"]?.ToString()));
        Assert.StartsWith("Root=1-", headers["x-amzn-trace-id"]?.ToString());
        Assert.All(headers.Select(h => h.Key), name => Assert.Equal(name.ToLowerInvariant(), name));
        Assert.Null(told["multiValueHeaders"]);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task With_multi_value_headers_all_values_are_told_both_ways(string version)
    {
        await using var function = await FunctionServer.SayingAsync("""{"statusCode": 200, "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]}, "headers": {"X-Not": "this"}}""");
        await using var balancer = Before(function.Url, multi: true);
        using var client = Client(balancer, version);
        var answer = await client.GetAsync("/?one=1&one=2");
        Assert.Equal(["a=1", "b=2"], answer.Headers.GetValues("Set-Cookie"));
        Assert.False(answer.Headers.Contains("X-Not"));
        var told = function.Events.Single();
        Assert.Equal("""{"one":["1","2"]}""", told["multiValueQueryStringParameters"]?.ToJsonString());
        Assert.Equal("https", told["multiValueHeaders"]?["x-forwarded-proto"]?[0]?.ToString());
        Assert.Null(told["headers"]);
    }

    [Theory]
    [InlineData("1.1", 300_000, false)]
    [InlineData("1.1", 300_000, true)]
    [InlineData("2.0", 300_000, false)]
    [InlineData("2.0", 300_000, true)]
    [InlineData("2.0", 0, false)]
    public async Task Bytes_go_in_Base64_both_ways(string version, int size, bool isUntold)
    {
        var bytes = Enumerable.Range(0, size).Select(i => (byte)(i * 31)).ToArray();
        await using var function = await FunctionServer.StartAsync((told, _) => Task.FromResult(new JsonObject
        {
            ["statusCode"] = 200,
            ["isBase64Encoded"] = true,
            ["headers"] = new JsonObject { ["Content-Type"] = "application/octet-stream" },
            ["body"] = told["body"]?.ToString(),
        }.ToJsonString()));
        await using var balancer = Before(function.Url);
        using var client = Client(balancer, version);
        var content = isUntold ? (HttpContent)new StreamContent(new Unsized(bytes)) : new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", "image/png");
        using var asked = new HttpRequestMessage(HttpMethod.Post, "/") { Version = Version.Parse(version), Content = content };
        var answer = await client.SendAsync(asked);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(size > 0 ? "true" : "false", function.Events.Single()["isBase64Encoded"]?.ToJsonString());
    }

    [Theory]
    [InlineData("1.1", false)]
    [InlineData("1.1", true)]
    [InlineData("2.0", false)]
    [InlineData("2.0", true)]
    public async Task A_body_of_more_than_a_megabyte_comes_to_no_function(string version, bool isUntold)
    {
        await using var function = await FunctionServer.SayingAsync(Hello);
        await using var balancer = Before(function.Url);
        using var client = Client(balancer, version);
        foreach (var (size, status) in ((int, int)[])[(1024 * 1024, 201), (1024 * 1024 + 1, 413)])
        {
            using var asked = new HttpRequestMessage(HttpMethod.Post, "/") { Version = Version.Parse(version), Content = isUntold ? new StreamContent(new Unsized(new byte[size])) : new ByteArrayContent(new byte[size]) };
            Assert.Equal(status, (int)(await client.SendAsync(asked)).StatusCode);
        }
        Assert.Single(function.Events);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("""{"errorMessage": "boom", "errorType": "Error"}""")]
    [InlineData("""{"statusCode": "200"}""")]
    [InlineData("""{"statusCode": 99}""")]
    [InlineData("""{"statusCode": 200, "body": {"a": 1}}""")]
    [InlineData("""{"statusCode": 200, "body": "*", "isBase64Encoded": true}""")]
    [InlineData("""{"statusCode": 200, "headers": ["a"]}""")]
    [InlineData("""{"statusCode": 200, "headers": {"A": ["several"]}}""")]
    [InlineData("""{"statusCode": 200, "headers": {"A": "b\r\nInjected: c"}}""")]
    [InlineData("""{"statusCode": 200, "headers": {"A b": "c"}}""")]
    [InlineData("")]
    public async Task An_answer_that_is_none_is_502(string said)
    {
        await using var function = await FunctionServer.SayingAsync(said);
        await using var balancer = Before(function.Url);
        using var client = Client(balancer, "2.0");
        Assert.Equal(502, (int)(await client.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task A_function_that_fails_is_not_there_or_answers_too_much_is_502()
    {
        await using var failing = await FunctionServer.SayingAsync(Hello, status: 500);
        await using var talkative = await FunctionServer.SayingAsync($$"""{"statusCode": 200, "body": "{{new string('x', 1024 * 1024)}}"}""");
        foreach (var url in (string[])[failing.Url, talkative.Url, "http://127.0.0.1:1", ""])
        {
            await using var balancer = Before(url);
            using var client = Client(balancer, "1.1");
            Assert.Equal((502, url), ((int)(await client.GetAsync("/")).StatusCode, url));
        }
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_function_that_takes_longer_than_the_idle_timeout_is_504_and_one_that_nobody_waits_for_is_let_go(string version)
    {
        await using var function = await FunctionServer.StartAsync(async (told, ended) =>
        {
            await Task.Delay(Timeout.Infinite, ended);
            return Hello;
        });
        await using var balancer = Before(function.Url);
        using var client = Client(balancer, version);
        using var impatient = new CancellationTokenSource();
        var waiting = client.GetAsync("/", impatient.Token);
        await UntilAsync(() => function.Events.Count == 1, "the function is called");
        await impatient.CancelAsync();
        await Record.ExceptionAsync(() => waiting);
        await function.GivenUp.Task.WaitAsync(RawClient.Patience);
        balancer.Attributes["idle_timeout.timeout_seconds"] = "1";
        balancer.Serve();
        using var other = Client(balancer, version);
        Assert.Equal(504, (int)(await other.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task HEAD_and_answers_without_a_body_leave_the_connection_in_order()
    {
        await using var function = await FunctionServer.StartAsync((told, _) => Task.FromResult(told["path"]?.ToString() == "/none" ? """{"statusCode": 204}""" : Hello));
        await using var balancer = Plain(function.Url);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET /none HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
        var head = await client.ReadAsync(isHead: true);
        Assert.Equal((201, "5"), (head.Status, head.Header("Content-Length")));
        Assert.StartsWith("HTTP/1.1 201 Made it\r\n", head.Head);
        Assert.Equal(204, (await client.ReadAsync()).Status);
        Assert.Equal((201, "hello"), await client.ReadAsync() is var last ? (last.Status, last.Body) : default);
    }

    [Fact]
    public async Task Websockets_are_not_for_functions()
    {
        await using var function = await FunctionServer.SayingAsync(Hello);
        await using var balancer = Plain(function.Url);
        Assert.Equal(400, (await balancer.AskAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n\r\n")).Status);
        Assert.Empty(function.Events);
    }

    [Fact]
    public async Task Text_that_is_not_UTF8_cannot_be_told()
    {
        await using var function = await FunctionServer.SayingAsync(Hello);
        await using var balancer = Plain(function.Url);
        Assert.Equal(400, (await balancer.AskAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\n\xff")).Status);
        Assert.Equal(201, (await balancer.AskAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x\r\nContent-Length: 1\r\n\r\n\xff")).Status);
    }

    [NeedsTool(Tool.Curl)]
    public async Task Curl_agrees_and_is_told_to_go_on_with_a_body_that_it_asks_leave_for()
    {
        await using var function = await FunctionServer.StartAsync((told, _) => Task.FromResult(new JsonObject { ["statusCode"] = 200, ["body"] = $"{told["body"]?.ToString().Length}", ["headers"] = new JsonObject { ["content-type"] = "text/plain" } }.ToJsonString()));
        await using var balancer = Before(function.Url);
        var body = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(body, new string('x', 100_000));
            foreach (var version in (string[])["--http1.1", "--http2"])
            {
                // Without leave it would wait longer than it may take.
                var ran = await Ran.Of("curl", ["-sk", version, "--expect100-timeout", "60", "--max-time", "20", "-H", "Expect: 100-continue", "-H", "Content-Type: text/plain", "--data-binary", $"@{body}", "-w", "|%{http_code}", $"https://127.0.0.1:{balancer.Port}/"]);
                Assert.Equal("100000|200", ran.Good());
            }
        }
        finally
        {
            File.Delete(body);
        }
    }

    [Fact]
    public async Task A_function_with_a_path_of_its_own_is_called_there()
    {
        await using var function = await FunctionServer.SayingAsync(Hello);
        await using var balancer = Plain(function.Url + "/my/function?x=1");
        Assert.Equal(201, (await balancer.AskAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).Status);
        Assert.Equal("/my/function", function.Paths.Single());
    }

    [Fact]
    public async Task Its_health_is_asked_with_an_event_where_checks_are_on()
    {
        await using var function = await FunctionServer.SayingAsync("""{"statusCode": 200}""");
        await using var balancer = new LoopbackBalancer { Check = new HealthCheck { Enabled = true, Protocol = BalancerProtocol.Http, Path = "/health", IntervalSeconds = 35, TimeoutSeconds = 30, HealthyThreshold = 5, UnhealthyThreshold = 2, Matcher = "200" } };
        balancer.Functions["fn"] = function.Url;
        balancer.Serve();
        await UntilAsync(() => balancer.Seen.Any(s => s.Health.Any(h => h.Health.IsHealthy)), "it is healthy");
        var told = function.Events.First();
        Assert.Equal(("GET", "/health", "ELB-HealthChecker/2.0"), (told["httpMethod"]?.ToString(), told["path"]?.ToString(), told["headers"]?["user-agent"]?.ToString()));
    }

    [Fact]
    public async Task A_log_line_says_which_group_it_was_and_what_was_wrong()
    {
        using var logs = new WrittenLogs();
        await using var function = await FunctionServer.StartAsync((told, _) => Task.FromResult(told["path"]?.ToString() == "/bad" ? "nonsense" : Hello));
        await using (var balancer = new LoopbackBalancer(1, logs.Folder))
        {
            balancer.Functions["fn"] = function.Url;
            balancer.Default[0] = LoopbackBalancer.To("fn");
            balancer.Attributes["access_logs.s3.enabled"] = "true";
            balancer.Attributes["access_logs.s3.bucket"] = "bucket";
            balancer.Serve();
            await balancer.AskAsync("GET /good HTTP/1.1\r\nHost: a\r\n\r\n");
            await balancer.AskAsync("GET /bad HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        var lines = await WrittenLogs.LinesAsync(Assert.Single(logs.Files));
        Assert.Matches(@" - \d+\.\d{3} \d+\.\d{3} \d+\.\d{3} 201 201 .*targetgroup/fn/6d0ecf831eec9f09 .*""forward"" ""-"" ""-"" ""-"" ""201"" ", lines[0]);
        Assert.Matches(@" - \d+\.\d{3} -1 -1 502 - .*targetgroup/fn/6d0ecf831eec9f09 .*""forward"" ""-"" ""LambdaInvalidResponse"" ""-"" ""-"" ", lines[1]);
    }

    private static LoopbackBalancer Plain(string url)
    {
        var balancer = new LoopbackBalancer { Check = new HealthCheck { Enabled = false, Protocol = BalancerProtocol.Http, Path = "/", IntervalSeconds = 35, TimeoutSeconds = 30, HealthyThreshold = 5, UnhealthyThreshold = 2, Matcher = "200" } };
        balancer.Functions["fn"] = url;
        balancer.Default[0] = LoopbackBalancer.To("fn");
        balancer.Serve();
        return balancer;
    }

    private static LoopbackBalancer Before(string url, bool multi = false)
    {
        using var certificate = MadeCertificate.Ecdsa(["localhost"]);
        var balancer = new LoopbackBalancer
        {
            Certificate = new WantedCertificate("one", certificate.Pem, "", certificate.KeyPem),
            Check = new HealthCheck { Enabled = false, Protocol = BalancerProtocol.Http, Path = "/", IntervalSeconds = 35, TimeoutSeconds = 30, HealthyThreshold = 5, UnhealthyThreshold = 2, Matcher = "200" },
        };
        balancer.Functions["fn"] = url;
        balancer.Default[0] = LoopbackBalancer.To("fn");
        if (multi) balancer.PoolAttributes["lambda.multi_value_headers.enabled"] = "true";
        balancer.Serve();
        return balancer;
    }

    [Fact]
    public async Task What_fails_as_nobody_foresaw_is_answered_and_stands_in_the_log()
    {
        // A scheme that the API does not take.
        await using var balancer = Before("ftp://127.0.0.1:1/");
        using var client = Client(balancer, "1.1");
        for (var i = 0; i < 3; i++) Assert.Equal(502, (int)(await client.GetAsync("/")).StatusCode);
        Assert.True(balancer.Said.TryPeek(out var said));
        Assert.StartsWith("FunctionCall of a request failed: System.NotSupportedException", said);
        Assert.Contains("ftp", said, StringComparison.Ordinal);
    }

    private static HttpClient Client(LoopbackBalancer balancer, string version) => new(new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        UseCookies = false,
    })
    {
        BaseAddress = new Uri($"https://127.0.0.1:{balancer.Port}/"),
        DefaultRequestVersion = Version.Parse(version),
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        Timeout = TimeSpan.FromSeconds(30),
    };

    private static async Task UntilAsync(Func<bool> so, string what)
    {
        var late = DateTime.UtcNow + RawClient.Patience;
        while (!so())
        {
            if (DateTime.UtcNow > late) throw new Xunit.Sdk.XunitException($"This has not come about: {what}");
            await Task.Delay(20);
        }
    }

    /// <summary>Bytes that do not tell how many they are.</summary>
    private sealed class Unsized(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
