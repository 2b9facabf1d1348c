using System.Collections.Immutable;
using Haneul.Balancer;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Balancing;

public sealed class HealthBookTests
{
    private static readonly Id<TargetGroup> Group = new("targetgroup/g/1");

    private readonly HealthBook book = new();
    private readonly List<(string Target, string Space, TimeSpan At)> asked = [];
    private readonly Dictionary<string, ProbeVerdict> answers = [];
    private TimeSpan now = TimeSpan.FromDays(20_000);

    [Fact]
    public void A_target_is_checked_at_once_and_then_at_its_interval_from_each_node()
    {
        book.Serve(Wanted(Pools.Of([], Pools.Target(0))), NowMs);
        For(TimeSpan.FromSeconds(1));
        Assert.Equal(["node-a", "node-b"], asked.Select(a => a.Space).Order());
        For(TimeSpan.FromSeconds(300));
        var times = asked.Where(a => a.Space == "node-a").Select(a => a.At).ToList();
        Assert.InRange(times.Count, 10, 12);
        Assert.All(times.Skip(2).Zip(times.Skip(1), (later, sooner) => later - sooner), gap => Assert.Equal(TimeSpan.FromSeconds(30), gap));
        Assert.InRange(times[1] - times[0], TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(45));
    }

    [Fact]
    public void Checks_of_many_targets_are_spread_over_the_interval()
    {
        book.Serve(Wanted(Pools.Of([], [.. Enumerable.Range(0, 90).Select(i => Pools.Target(i))])), NowMs);
        For(TimeSpan.FromSeconds(60));
        asked.Clear();
        var from = now;
        For(TimeSpan.FromSeconds(30));
        var perSecond = asked.GroupBy(a => (int)(a.At - from).TotalSeconds).Select(g => g.Count()).ToList();
        Assert.Equal(180, perSecond.Sum());
        Assert.InRange(perSecond.Max(), 6, 20);
    }

    [Fact]
    public void Who_becomes_unhealthy_is_told_and_no_longer_used_and_comes_back()
    {
        book.Serve(Wanted(Pools.Of([], Pools.Target(0), Pools.Target(1))), NowMs);
        var pool = book.Find("arn:b", "a", Group);
        Assert.NotNull(pool);
        Assert.True(pool.Usable.FailedOpen);
        For(TimeSpan.FromSeconds(1));
        Assert.False(pool.Usable.FailedOpen);
        Assert.Equal(["initial", "initial", "initial", "initial", "healthy", "healthy", "healthy", "healthy"], book.TakeChanges().Select(c => c.Health.State));

        answers["10.0.0.0"] = ProbeVerdict.Failed;
        For(TimeSpan.FromSeconds(90));
        Assert.Equal(["t1"], pool.Usable.Targets.Select(t => t.Target.TargetId));
        Assert.Equal([("a", "g|t0|80", "Target.FailedHealthChecks"), ("b", "g|t0|80", "Target.FailedHealthChecks")], book.TakeChanges().Select(c => (c.Zone, c.Target.Value, c.Health.Reason)).Order());

        answers["10.0.0.0"] = ProbeVerdict.Passed;
        For(TimeSpan.FromSeconds(150));
        Assert.Equal(["t0", "t1"], pool.Usable.Targets.Select(t => t.Target.TargetId).Order());
    }

    [Fact]
    public void What_was_found_stays_when_what_is_wanted_changes_and_a_new_registration_begins_anew()
    {
        book.Serve(Wanted(Pools.Of([], Pools.Target(0), Pools.Target(1))), NowMs);
        For(TimeSpan.FromSeconds(1));
        book.TakeChanges();
        var pool = book.Find("arn:b", "a", Group);
        book.Serve(Wanted(Pools.Of([], Pools.Target(0), Pools.Target(1) with { Since = Now }, Pools.Target(2))), NowMs);
        Assert.Same(pool, book.Find("arn:b", "a", Group));
        Assert.Equal(["t0"], pool?.Usable.Targets.Select(t => t.Target.TargetId));
        Assert.Equal(["g|t1|80", "g|t1|80", "g|t2|80", "g|t2|80"], book.TakeChanges().Select(c => c.Target.Value).Order());
        book.Serve(Wanted(Pools.Of([], Pools.Target(0, draining: true), Pools.Target(2))), NowMs);
        For(TimeSpan.FromSeconds(2));
        asked.Clear();
        For(TimeSpan.FromSeconds(60));
        Assert.Equal(["10.0.0.2"], asked.Select(a => a.Target).Distinct());
        book.Serve(new WantedState(9), NowMs);
        Assert.Null(book.Find("arn:b", "a", Group));
    }

    [Fact]
    public void Who_joins_those_with_a_full_share_starts_slowly()
    {
        var slow = ("slow_start.duration_seconds", "30");
        book.Serve(Wanted(Pools.Of([slow], Pools.Target(0) with { Since = Now })), NowMs);
        For(TimeSpan.FromSeconds(1));
        book.Serve(Wanted(Pools.Of([slow], Pools.Target(0) with { Since = Now.AddSeconds(-1) }, Pools.Target(1) with { Since = Now })), NowMs);
        For(TimeSpan.FromSeconds(2));
        var usable = book.Find("arn:b", "a", Group)?.Usable;
        Assert.Equal([("t0", false), ("t1", true)], usable?.Targets.Select(t => (t.Target.TargetId, t.HealthySinceMs is not null)));
    }

    private static WantedState Wanted(params ImmutableArray<WantedPool> pools) => new(1)
    {
        Balancers = [new WantedBalancer("arn:b", "b", BalancerType.Application)
        {
            Nodes = [new WantedNode("node-a", "a", [Ip.Parse("10.0.1.1")], false), new WantedNode("node-b", "b", [Ip.Parse("10.0.2.1")], false), new WantedNode("node-c", "c", [Ip.Parse("10.0.3.1")], true)],
            Listeners = [],
            Checked = [.. pools.Select(p => p.Id)],
        }],
        Pools = pools,
    };

    private long NowMs => (long)now.TotalMilliseconds;

    private DateTimeOffset Now => DateTimeOffset.UnixEpoch + now;

    /// <summary>Lets time go from one check to the next; each is answered at once.</summary>
    private void For(TimeSpan span)
    {
        var end = now + span;
        while (book.NextDueMs is { } next && next <= end.TotalMilliseconds)
        {
            now = TimeSpan.FromMilliseconds(Math.Max(next, NowMs));
            foreach (var target in book.TakeDue(NowMs))
            {
                var probe = HealthProbe.Of(target);
                Assert.NotNull(probe);
                asked.Add((probe.To.ToString(), probe.Space, now));
                book.Take(target, new ProbeResult(answers.GetValueOrDefault(probe.To.ToString()), 200), NowMs);
            }
        }
        now = end;
    }
}
