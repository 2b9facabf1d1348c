using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Balancing;

public sealed class StickyServingTests
{
    [Fact]
    public async Task A_client_with_its_cookie_comes_to_the_same_target()
    {
        await using var one = RawTarget.Answering200("one");
        await using var two = RawTarget.Answering200("two");
        await using var balancer = await LoopbackBalancer.BeforeAsync(one, two);
        balancer.PoolAttributes["stickiness.enabled"] = "true";
        balancer.Serve();
        var first = await balancer.AskAsync("GET / HTTP/1.1\r\nHost: a.com\r\nConnection: close\r\n\r\n");
        Assert.Equal(["AWSALB", "AWSALBCORS"], Cookies(first).Select(c => c.Split('=')[0]));
        for (var i = 0; i < 6; i++)
        {
            var next = await balancer.AskAsync($"GET / HTTP/1.1\r\nHost: a.com\r\nCookie: {Cookies(first)[i % 2]}\r\nConnection: close\r\n\r\n");
            Assert.Equal(first.Body, next.Body);
        }
    }

    [Fact]
    public async Task A_client_stays_with_the_group_that_it_came_to()
    {
        await using var one = RawTarget.Answering200("one");
        await using var two = RawTarget.Answering200("two");
        await using var balancer = await LoopbackBalancer.BeforeAsync(one);
        balancer.Pools["other"] = [two.Port];
        balancer.Default[0] = new RuleAction(ActionType.Forward) { Forward = new ForwardAction([new WeightedGroup(new Id<TargetGroup>("default")), new WeightedGroup(new Id<TargetGroup>("other"))], StickySeconds: 60) };
        balancer.Serve();
        var first = await balancer.AskAsync("GET / HTTP/1.1\r\nHost: a.com\r\nConnection: close\r\n\r\n");
        Assert.Equal(["AWSALBTG", "AWSALBTGCORS"], Cookies(first).Select(c => c.Split('=')[0]));
        for (var i = 0; i < 6; i++) Assert.Equal(first.Body, (await balancer.AskAsync($"GET / HTTP/1.1\r\nHost: a.com\r\nCookie: {Cookies(first)[0]}\r\nConnection: close\r\n\r\n")).Body);
    }

    [Fact]
    public async Task Without_stickiness_there_are_no_cookies()
    {
        await using var one = RawTarget.Answering200("one");
        await using var balancer = await LoopbackBalancer.BeforeAsync(one);
        Assert.Empty(Cookies(await balancer.AskAsync("GET / HTTP/1.1\r\nHost: a.com\r\nConnection: close\r\n\r\n")));
    }

    private static List<string> Cookies(RawAnswer answer) =>
        [.. answer.Head.Split("\r\n").Where(l => l.StartsWith("Set-Cookie: ", StringComparison.Ordinal)).Select(l => l["Set-Cookie: ".Length..].Split(';')[0])];
}
