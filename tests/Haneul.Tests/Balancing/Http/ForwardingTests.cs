using Xunit;

namespace Haneul.Tests.Balancing;

public sealed class ForwardingTests
{
    private const string Get = "GET /a?b=c HTTP/1.1\r\nHost: example.com\r\n\r\n";

    [Fact]
    public async Task A_request_reaches_a_target_with_what_AWS_adds_and_its_answer_comes_back()
    {
        await using var target = RawTarget.Answering200("hello");
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        var answer = await balancer.AskAsync(Get);
        Assert.Equal((200, "hello"), (answer.Status, answer.Body));
        Assert.Equal("keep-alive", answer.Header("Connection"));
        var request = Assert.Single(target.Requests);
        Assert.StartsWith("GET /a?b=c HTTP/1.1\r\n", request);
        Assert.Contains("\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Port: " + balancer.Port + "\r\n", request);
        Assert.Matches("\r\nX-Amzn-Trace-Id: Root=1-[0-9a-f]{8}-[0-9a-f]{24}\r\n", request);
        Assert.Contains($"\r\nHost: example.com:{balancer.Port}\r\n", request);
    }

    [Fact]
    public async Task Connections_are_kept_on_both_sides()
    {
        await using var target = RawTarget.Answering200("x");
        var balancer = new LoopbackBalancer(loops: 1);
        await using var _ = balancer;
        balancer.Pools["default"].Add(target.Port);
        balancer.Serve();
        using var client = await balancer.ConnectAsync();
        for (var i = 0; i < 20; i++)
        {
            await client.SendAsync(Get);
            Assert.Equal(200, (await client.ReadAsync()).Status);
        }
        Assert.Equal(1, target.Connections);
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        await using var target = new RawTarget(async call =>
        {
            while (await call.ReadRequestAsync() is { } request)
            {
                var path = request.Split(' ')[1];
                await call.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {path.Length}\r\n\r\n{path}");
            }
        });
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync(string.Concat(Enumerable.Range(0, 100).Select(i => $"GET /{i} HTTP/1.1\r\nHost: a\r\n\r\n")));
        for (var i = 0; i < 100; i++) Assert.Equal($"/{i}", (await client.ReadAsync()).Body);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: 1\r\n\r\n", "abcde")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "ok")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", "ok")]
    public async Task Answers_in_every_framing_come_whole(string answer, string body)
    {
        await using var target = RawTarget.Answering(answer);
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        using var client = await balancer.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync(Get);
            var got = await client.ReadAsync();
            Assert.Equal((200, body), (got.Status, got.Body));
        }
    }

    [Fact]
    public async Task An_answer_that_ends_with_its_connection_comes_whole()
    {
        await using var target = new RawTarget(async call =>
        {
            await call.ReadRequestAsync();
            await call.SendAsync("HTTP/1.1 200 OK\r\n\r\nuntil the end");
        });
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        var answer = await balancer.AskAsync(Get);
        Assert.Equal(("close", "until the end"), (answer.Header("Connection"), answer.Body));
    }

    [Fact]
    public async Task HEAD_and_304_have_no_body_whatever_their_length_says()
    {
        await using var target = new RawTarget(async call =>
        {
            while (await call.ReadRequestAsync() is { } request) await call.SendAsync($"HTTP/1.1 {(request.StartsWith("HEAD", StringComparison.Ordinal) ? 200 : 304)} OK\r\nContent-Length: 5000\r\n\r\n");
        });
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + Get);
        var head = await client.ReadAsync(isHead: true);
        Assert.Equal((200, "5000"), (head.Status, head.Header("Content-Length")));
        Assert.Equal(304, (await client.ReadAsync()).Status);
    }

    [Fact]
    public async Task A_client_of_HTTP_1_0_gets_no_chunks()
    {
        await using var target = RawTarget.Answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        var answer = await balancer.AskAsync("GET / HTTP/1.0\r\n\r\n");
        Assert.Equal(("abcde", null), (answer.Body, answer.Header("Transfer-Encoding")));
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", "hello", "hello")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n")]
    public async Task A_body_reaches_the_target_as_it_was_framed_in_however_many_pieces_it_comes(string head, string body, string arrives)
    {
        await using var target = RawTarget.Answering200("ok");
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        using var client = await balancer.ConnectAsync();
        foreach (var b in head + body)
        {
            await client.SendAsync(b.ToString());
            await Task.Yield();
        }
        Assert.Equal(200, (await client.ReadAsync()).Status);
        Assert.EndsWith("\r\n\r\n" + arrives, Assert.Single(target.Requests));
        await client.SendAsync(head + body + head + body);
        Assert.Equal(200, (await client.ReadAsync()).Status);
        Assert.Equal(200, (await client.ReadAsync()).Status);
        Assert.Equal(3, target.Requests.Count);
    }

    [Fact]
    public async Task A_client_that_expects_100_hears_it_from_the_target_before_it_sends_its_body()
    {
        await using var target = new RawTarget(async call =>
        {
            while (await call.ReadMoreAsync())
            {
                await call.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
                await call.ReadRequestAsync();
                await call.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        });
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await client.ReadToAsync("\r\n\r\n"));
        await client.SendAsync("ok");
        Assert.Equal(200, (await client.ReadAsync()).Status);
    }
}
