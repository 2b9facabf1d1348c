using Haneul.Balancer;
using Haneul.Model;

namespace Haneul.Balancing;

/// <summary>
/// What the data plane told, put together until somebody listens: changes since the last time, and all of it for a daemon that comes anew. It grows with targets and balancers, not with time.
/// </summary>
internal sealed class SeenBook
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Balancer, string Zone, Id<TargetRegistration> Target), SeenHealth> known = [];
    private readonly Dictionary<(string Balancer, string Zone, Id<TargetRegistration> Target), SeenHealth> fresh = [];
    private readonly Dictionary<(string Balancer, string? Group), SeenCount> counts = [];
    private readonly HashSet<Id<TargetRegistration>> drained = [];
    private readonly HashSet<Id<TargetRegistration>> freshDrained = [];
    private IReadOnlyList<string> troubles = [];
    private long version = -1;
    private bool isFresh;

    /// <summary>What is told of a target that is not wanted any more is forgotten.</summary>
    public void Want(WantedState wanted)
    {
        var targets = wanted.Pools.SelectMany(p => p.Targets).Select(t => t.Id).ToHashSet();
        lock (gate)
        {
            foreach (var gone in known.Keys.Where(k => !targets.Contains(k.Target)).ToList())
            {
                known.Remove(gone);
                fresh.Remove(gone);
            }
            drained.IntersectWith(targets);
            freshDrained.IntersectWith(targets);
        }
    }

    public void Take(SeenState seen)
    {
        lock (gate)
        {
            foreach (var health in seen.Health) known[KeyOf(health)] = fresh[KeyOf(health)] = health;
            drained.UnionWith(seen.Drained);
            freshDrained.UnionWith(seen.Drained);
            foreach (var count in seen.Counts) counts[KeyOf(count)] = counts.TryGetValue(KeyOf(count), out var before) ? Sum(before, count) : count;
            if (seen.IsAnswer && (seen.Version != version || !seen.Troubles.SequenceEqual(troubles))) (version, troubles, isFresh) = (seen.Version, [.. seen.Troubles], true);
            isFresh |= seen.Health.Length + seen.Drained.Length + seen.Counts.Length > 0;
        }
    }

    /// <summary>All that is known: for who did not listen before. Null: nothing was served yet.</summary>
    public SeenState? Whole()
    {
        lock (gate)
        {
            if (version < 0) return null;
            var seen = new SeenState { Version = version, Health = [.. known.Values], Drained = [.. drained], Counts = [.. counts.Values], Troubles = [.. troubles] };
            Clear();
            return seen;
        }
    }

    /// <summary>What is new since the last time; null: nothing.</summary>
    public SeenState? News()
    {
        lock (gate)
        {
            if (!isFresh) return null;
            var seen = new SeenState { Version = version, Health = [.. fresh.Values], Drained = [.. freshDrained], Counts = [.. counts.Values], Troubles = [.. troubles] };
            Clear();
            return seen;
        }
    }

    /// <summary>What was handed out as <see cref="Whole"/> or <see cref="News"/> and reached nobody: all but the counts is known anyway to whoever asks for the whole.</summary>
    public void TakeBack(SeenState untold)
    {
        lock (gate)
        {
            foreach (var count in untold.Counts) counts[KeyOf(count)] = counts.TryGetValue(KeyOf(count), out var since) ? Sum(count, since) : count;
        }
    }

    private void Clear()
    {
        fresh.Clear();
        freshDrained.Clear();
        counts.Clear();
        isFresh = false;
    }

    private static SeenCount Sum(SeenCount before, SeenCount after) =>
        after with { Requests = before.Requests + after.Requests, Bytes = before.Bytes + after.Bytes, Errors = before.Errors + after.Errors };

    private static (string, string?) KeyOf(SeenCount count) => (count.BalancerArn, count.GroupArn);

    private static (string, string, Id<TargetRegistration>) KeyOf(SeenHealth health) => (health.BalancerArn, health.Zone, health.Target);
}
