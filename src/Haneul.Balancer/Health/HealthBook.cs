using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>
/// Which targets are checked by which nodes, when, how they stand, and whom each node may use of each group. It reads no clock and waits for nothing; <see cref="HealthChecker"/> guards and runs it.
/// </summary>
internal sealed class HealthBook
{
    /// <summary>First checks come within this time.</summary>
    private const int FirstWithinMs = 1_000;

    private readonly Dictionary<CheckedTargetKey, CheckedTarget> targets = [];
    private readonly Dictionary<(string BalancerArn, string Zone, Id<TargetGroup> Group), NodePool> pools = [];
    private readonly PriorityQueue<CheckedTarget, long> due = new();
    private readonly List<SeenHealth> changes = [];
    private WantedState served = new(0);

    /// <summary>When the next check is due; null: nothing is checked.</summary>
    public long? NextDueMs => due.TryPeek(out _, out var at) ? at : null;

    public void Serve(WantedState wanted, long nowMs)
    {
        served = wanted;
        var before = targets.Values.ToHashSet();
        foreach (var (balancer, node, pool) in PoolsOf(wanted))
        {
            foreach (var target in Checked(balancer, node, pool, nowMs)) before.Remove(target);
        }
        foreach (var gone in before)
        {
            gone.IsGone = true;
            if (targets.GetValueOrDefault(gone.Key) == gone) targets.Remove(gone.Key);
        }
        RefreshAll();
    }

    public NodePool? Find(string balancerArn, string zone, Id<TargetGroup> group) => pools.GetValueOrDefault((balancerArn, zone, group));

    public ImmutableArray<SeenHealth> TakeChanges()
    {
        ImmutableArray<SeenHealth> taken = [.. changes];
        changes.Clear();
        return taken;
    }

    /// <summary>The checks to begin now. One that has not ended when it is due again is passed over.</summary>
    public List<CheckedTarget> TakeDue(long nowMs)
    {
        var begun = new List<CheckedTarget>();
        while (due.TryPeek(out var next, out var at) && at <= nowMs)
        {
            due.Dequeue();
            if (next.IsGone) continue;
            if (!next.IsRunning && next.Pool.HealthCheck.Enabled)
            {
                next.IsRunning = true;
                begun.Add(next);
            }
            next.DueMs = NextDue(next, nowMs);
            due.Enqueue(next, next.DueMs);
        }
        return begun;
    }

    public void Take(CheckedTarget target, ProbeResult found, long nowMs)
    {
        target.IsRunning = false;
        if (target.IsGone || !target.Pool.HealthCheck.Enabled) return;
        var before = target.Standing;
        target.Standing = before.After(found, target.Pool.HealthCheck);
        Tell(target);
        if (before.TakesRequests == target.Standing.TakesRequests && before.Health.IsFailing == target.Standing.Health.IsFailing) return;
        target.FailingSinceMs = target.Standing.Health.IsFailing ? nowMs : null;
        target.SlowSinceMs = target.Standing.TakesRequests && StartsSlowly(target, nowMs) ? nowMs : null;
        target.WasHealthy |= target.Standing.TakesRequests;
        var (balancer, node, pool) = PoolsOf(served).First(p => p.Item1.Arn == target.Key.BalancerArn && p.Item2.Zone == target.Key.Zone && p.Item3.Id == target.Pool.Id);
        Refresh(balancer, node, pool);
    }

    private static IEnumerable<(WantedBalancer, WantedNode, WantedPool)> PoolsOf(WantedState wanted)
    {
        var pools = wanted.Pools.ToDictionary(p => p.Id);
        foreach (var balancer in wanted.Balancers)
        {
            var used = balancer.Checked.Where(pools.ContainsKey).Select(id => pools[id]).ToList();
            foreach (var node in balancer.Nodes.Where(n => !n.Dark))
            {
                foreach (var pool in used) yield return (balancer, node, pool);
            }
        }
    }

    private List<CheckedTarget> Checked(WantedBalancer balancer, WantedNode node, WantedPool pool, long nowMs)
    {
        var crosses = new TargetGroupSettings(pool.Type, pool.Protocol, pool.Attributes).CrossesZones(new BalancerSettings(balancer.Type, balancer.Attributes));
        var zones = balancer.Zones();
        var found = new List<CheckedTarget>();
        foreach (var wanted in pool.Targets.Where(t => !t.Draining && (t.Zone is null || t.Zone == node.Zone || crosses && zones.Contains(t.Zone))))
        {
            var key = new CheckedTargetKey(balancer.Arn, node.Zone, wanted.Id);
            if (targets.TryGetValue(key, out var target) && target.IsSame(node, wanted))
            {
                (target.Node, target.Pool, target.Target) = (node, pool, wanted);
            }
            else
            {
                if (target is not null) target.IsGone = true;
                targets[key] = target = new CheckedTarget(key) { Node = node, Pool = pool, Target = wanted };
                target.DueMs = nowMs + target.Phase(FirstWithinMs);
                due.Enqueue(target, target.DueMs);
            }
            if (!pool.HealthCheck.Enabled) target.Standing = CheckedStanding.Unchecked;
            else if (target.Standing == CheckedStanding.Unchecked) target.Standing = CheckedStanding.New;
            Tell(target);
            found.Add(target);
        }
        return found;
    }

    private void RefreshAll()
    {
        var before = pools.Keys.ToHashSet();
        foreach (var (balancer, node, pool) in PoolsOf(served))
        {
            before.Remove((balancer.Arn, node.Zone, pool.Id));
            Refresh(balancer, node, pool);
        }
        foreach (var gone in before) pools.Remove(gone);
    }

    private void Refresh(WantedBalancer balancer, WantedNode node, WantedPool pool)
    {
        var settings = new BalancerSettings(balancer.Type, balancer.Attributes);
        var usable = UsableTargets.Of(pool, node.Zone, balancer.Zones(), settings, t => targets.TryGetValue(new CheckedTargetKey(balancer.Arn, node.Zone, t.Id), out var found) ? new NodeHealth(found.Standing.TakesRequests, found.SlowSinceMs, found.FailingSinceMs) : default);
        if (pools.TryGetValue((balancer.Arn, node.Zone, pool.Id), out var there)) there.Usable = usable;
        else pools.Add((balancer.Arn, node.Zone, pool.Id), new NodePool(balancer.Arn, node.Zone, pool.Id, usable));
    }

    private void Tell(CheckedTarget target)
    {
        if (target.Told == target.Standing.Health) return;
        target.Told = target.Standing.Health;
        changes.Add(new SeenHealth(target.Key.BalancerArn, target.Key.Zone, target.Key.Target, target.Standing.Health));
    }

    /// <summary>From the second check on, at the target's own phase of the interval.</summary>
    private static long NextDue(CheckedTarget target, long now)
    {
        var interval = target.Pool.HealthCheck.IntervalSeconds * 1000L;
        if (target.Checks++ > 0) return Math.Max(target.DueMs + interval, now + 1);
        var earliest = now + interval / 2;
        return earliest + (target.Phase(interval) - earliest % interval + interval) % interval;
    }

    /// <summary>A target that becomes healthy starts slowly where another one has its full share already; not where only this process is new, and the target is not.</summary>
    private bool StartsSlowly(CheckedTarget target, long nowMs)
    {
        var slowMs = new TargetGroupSettings(target.Pool.Type, target.Pool.Protocol, target.Pool.Attributes).SlowStartSeconds * 1000L;
        if (slowMs == 0 || !target.WasHealthy && nowMs - target.Target.Since.ToUnixTimeMilliseconds() > slowMs) return false;
        return targets.Values.Any(o => o != target && o.Key.BalancerArn == target.Key.BalancerArn && o.Key.Zone == target.Key.Zone && o.Pool.Id == target.Pool.Id
            && o.Standing.TakesRequests && (o.SlowSinceMs is not { } since || nowMs - since >= slowMs));
    }
}
