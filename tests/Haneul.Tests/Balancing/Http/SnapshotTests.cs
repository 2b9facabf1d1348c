using System.Collections.Immutable;
using Haneul.Balancer;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Balancing;

public sealed class SnapshotTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    [Fact]
    public async Task Snapshots_change_under_load_and_no_request_fails()
    {
        await using var one = RawTarget.Answering200("one");
        await using var two = RawTarget.Answering200("two");
        await using var balancer = await LoopbackBalancer.BeforeAsync(one);
        using var end = new CancellationTokenSource();
        var clients = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            using var client = await balancer.ConnectAsync();
            var count = 0;
            while (!end.IsCancellationRequested)
            {
                await client.SendAsync(Get);
                Assert.Contains((await client.ReadAsync()).Body, (string[])["one", "two"]);
                count++;
            }
            return count;
        })).ToList();
        for (var i = 0; i < 100; i++)
        {
            balancer.Pools["default"].Clear();
            balancer.Pools["default"].Add(i % 2 == 0 ? two.Port : one.Port);
            balancer.Serve();
            await Task.Yield();
        }
        await end.CancelAsync();
        Assert.All(await Task.WhenAll(clients), count => Assert.True(count > 0));
        Assert.NotEmpty(two.Requests);
    }

    [Fact]
    public async Task A_request_in_flight_ends_on_the_snapshot_that_it_began_with()
    {
        var go = new TaskCompletionSource();
        await using var target = new RawTarget(async call =>
        {
            await call.ReadRequestAsync();
            await go.Task;
            await call.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        var asked = balancer.AskAsync(Get);
        while (target.Requests.IsEmpty) await Task.Yield();
        balancer.Pools["default"].Clear();
        balancer.Serve();
        Assert.Equal(503, (await balancer.AskAsync(Get)).Status);
        go.SetResult();
        Assert.Equal("ok", (await asked).Body);
    }

    [Fact]
    public async Task A_draining_target_ends_what_it_has_and_is_told_drained_then()
    {
        var go = new TaskCompletionSource();
        await using var target = new RawTarget(async call =>
        {
            await call.ReadRequestAsync();
            await go.Task;
            await call.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        var asked = balancer.AskAsync(Get);
        while (target.Requests.IsEmpty) await Task.Yield();
        balancer.Draining.Add(target.Port);
        balancer.Serve();
        Assert.Equal(503, (await balancer.AskAsync(Get)).Status);
        Assert.DoesNotContain(balancer.Seen, s => s.Drained.Length > 0);
        go.SetResult();
        Assert.Equal("ok", (await asked).Body);
        await Until(() => balancer.Seen.Any(s => s.Drained.Length == 1));
    }

    [Fact]
    public async Task Rules_forward_redirect_and_answer()
    {
        await using var target = RawTarget.Answering200("default");
        await using var api = RawTarget.Answering200("api");
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        balancer.Pools["api"] = [api.Port];
        balancer.Rules.Add(Rule(1, ConditionField.PathPattern, "/api/*", LoopbackBalancer.To("api")));
        balancer.Rules.Add(Rule(2, ConditionField.PathPattern, "/old/*", new RuleAction(ActionType.Redirect) { Redirect = new RedirectAction { StatusCode = 301, Path = "/new/#{path}" } }));
        balancer.Rules.Add(Rule(3, ConditionField.HostHeader, "*.example.com", new RuleAction(ActionType.FixedResponse) { FixedResponse = new FixedResponseAction(404, "text/plain", "nothing here") }));
        balancer.Rules.Add(Rule(4, ConditionField.PathPattern, "/v1/*", LoopbackBalancer.To("api")) with { Transforms = [new RuleTransform("url-rewrite", "^/v1/(.*)", "/v2/$1")] });
        balancer.Serve();
        using var client = await balancer.ConnectAsync();
        await client.SendAsync("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\nGET /old/x?y=z HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: www.example.com\r\n\r\nGET /v1/a?b HTTP/1.1\r\nHost: a\r\n\r\n" + Get);
        Assert.Equal("api", (await client.ReadAsync()).Body);
        var redirect = await client.ReadAsync();
        Assert.Equal((301, $"http://a:{balancer.Port}/new/old/x?y=z"), (redirect.Status, redirect.Header("Location")));
        var fixedAnswer = await client.ReadAsync();
        Assert.Equal((404, "nothing here", "text/plain"), (fixedAnswer.Status, fixedAnswer.Body, fixedAnswer.Header("Content-Type")));
        Assert.Equal("api", (await client.ReadAsync()).Body);
        Assert.Equal("default", (await client.ReadAsync()).Body);
        Assert.Contains(api.Requests, r => r.StartsWith("GET /v2/a?b HTTP/1.1\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_passed_is_counted_and_told()
    {
        await using var target = RawTarget.Answering200("ok");
        await using var balancer = await LoopbackBalancer.BeforeAsync(target);
        for (var i = 0; i < 5; i++) await balancer.AskAsync(Get);
        await Until(() => balancer.Seen.SelectMany(s => s.Counts).Where(c => c.GroupArn is not null).Sum(c => c.Requests) == 5);
    }

    private static WantedRule Rule(int priority, ConditionField field, string value, RuleAction action) =>
        new($"rule/{priority}", priority, [new RuleCondition(field) { Values = [value] }], [action], ImmutableArray<RuleTransform>.Empty);

    private static async Task Until(Func<bool> holds)
    {
        using var end = new CancellationTokenSource(RawClient.Patience);
        while (!holds()) await Task.Delay(20, end.Token);
    }
}
