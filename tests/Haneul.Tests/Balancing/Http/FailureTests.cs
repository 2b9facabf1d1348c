using Xunit;

namespace Haneul.Tests.Balancing;

public sealed class FailureTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    [Fact]
    public async Task A_target_that_refuses_connections_is_a_502_and_none_at_all_a_503()
    {
        await using var balancer = await LoopbackBalancer.BeforeAsync();
        var answer = await balancer.AskAsync(Get);
        Assert.Equal((503, "awselb/2.0"), (answer.Status, answer.Header("Server")));
        Assert.Contains("<center><h1>503 Service Temporarily Unavailable</h1></center>", answer.Body);
        balancer.Pools["default"].Add(LoopbackBalancer.FreePort());
        balancer.Serve();
        Assert.Equal(502, (await balancer.AskAsync(Get)).Status);
    }

    [Fact]
    public async Task Another_target_takes_the_request_of_one_that_refuses_it()
    {
        await using var target = RawTarget.Answering200("ok");
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        balancer.Pools["default"].Add(LoopbackBalancer.FreePort());
        balancer.Serve();
        for (var i = 0; i < 6; i++) Assert.Equal(200, (await balancer.AskAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab")).Status);
        Assert.Equal(6, target.Requests.Count);
    }

    [Fact]
    public async Task A_kept_connection_that_ends_under_a_request_is_replaced_where_that_is_safe()
    {
        await using var target = new RawTarget(async call =>
        {
            await call.ReadRequestAsync();
            await call.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            await call.ReadRequestAsync();
        });
        var balancer = new LoopbackBalancer(loops: 1);
        await using var _ = balancer;
        balancer.Pools["default"].Add(target.Port);
        balancer.Serve();
        Assert.Equal(200, (await balancer.AskAsync(Get)).Status);
        Assert.Equal(200, (await balancer.AskAsync(Get)).Status);
        Assert.Equal(502, (await balancer.AskAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab")).Status);
    }

    [Theory]
    [InlineData("NOT HTTP\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nBad Name: x\r\n\r\n")]
    [InlineData("")]
    public async Task What_is_no_answer_is_a_502(string answer)
    {
        await using var target = new RawTarget(async call =>
        {
            await call.ReadRequestAsync();
            await call.SendAsync(answer);
        });
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        Assert.Equal(502, (await balancer.AskAsync(Get)).Status);
    }

    [Fact]
    public async Task A_target_that_dies_in_the_middle_of_an_answer_leaves_the_client_no_whole_one()
    {
        await using var target = new RawTarget(async call =>
        {
            await call.ReadRequestAsync();
            await call.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            call.Reset();
        });
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        using var client = await balancer.ConnectAsync();
        await client.SendAsync(Get);
        await Assert.ThrowsAnyAsync<Exception>(() => client.ReadAsync());
    }

    [Fact]
    public async Task A_target_that_does_not_answer_is_a_504_and_a_client_that_sends_no_body_a_408()
    {
        await using var target = new RawTarget(async call =>
        {
            while (await call.ReadRequestAsync() is not null)
            {
                // Never an answer.
            }
        });
        var balancer = await LoopbackBalancer.BeforeAsync(target);
        await using var _ = balancer;
        balancer.Attributes["idle_timeout.timeout_seconds"] = "1";
        balancer.Serve();
        var silent = balancer.AskAsync(Get);
        var slow = balancer.AskAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc");
        var unfinished = balancer.AskAsync("GET / HTTP/1.1\r\nHost:");
        var idle = balancer.AskAsync("");
        Assert.Equal(504, (await silent).Status);
        Assert.Equal(408, (await slow).Status);
        Assert.Equal(408, (await unfinished).Status);
        Assert.Equal(0, (await idle).Status);
    }

    [Fact]
    public async Task A_target_may_answer_before_it_has_the_whole_body()
    {
        await using var target = new RawTarget(async call =>
        {
            await call.ReadMoreAsync();
            await call.SendAsync("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
        });
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        var answer = await balancer.AskAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n" + new string('x', 100_000));
        Assert.Equal((413, "big", "close"), (answer.Status, answer.Body, answer.Header("Connection")));
    }

    [Fact]
    public async Task A_client_that_goes_takes_its_request_with_it()
    {
        var ended = new TaskCompletionSource();
        await using var target = new RawTarget(async call =>
        {
            await call.ReadRequestAsync();
            await call.ReadMoreAsync();
            ended.SetResult();
        });
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        using (var client = await balancer.ConnectAsync())
        {
            await client.SendAsync(Get);
            while (target.Requests.IsEmpty) await Task.Yield();
        }
        await ended.Task.WaitAsync(RawClient.Patience);
    }
}
