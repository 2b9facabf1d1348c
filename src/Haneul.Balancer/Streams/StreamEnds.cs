using System.Collections.Frozen;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>
/// Which streams are ended because of what became of their targets: those to unhealthy ones (at once, or after an interval), and those to targets whose deregistration delay is over, where the group's attributes say so.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
/// </summary>
internal sealed class StreamEnds
{
    private readonly FrozenDictionary<Id<TargetGroup>, Group> groups;

    public StreamEnds(IEnumerable<WantedPool> pools) => groups = pools.ToFrozenDictionary(p => p.Id, p => new Group(p));

    /// <summary>A stream of this group to this target is to be ended. A group that nothing leads to any more leaves its streams alone.</summary>
    public bool Ends(ServedPool pool, Id<TargetRegistration> target, long nowMs)
    {
        if (!groups.TryGetValue(pool.Id, out var group)) return false;
        if (!group.Drains.TryGetValue(target, out var drains)) return group.Settings.CutsAfterDelay;
        if (drains || !pool.IsFailing(target, out var sinceMs)) return false;
        return group.Settings.CutsUnhealthy || group.Settings.UnhealthyDrainingSeconds is > 0 and var seconds && nowMs - sinceMs >= seconds * 1000L;
    }

    /// <summary>Its targets, and whether each of them drains.</summary>
    private sealed class Group(WantedPool pool)
    {
        public TargetGroupSettings Settings { get; } = new(pool.Type, pool.Protocol, pool.Attributes);

        public FrozenDictionary<Id<TargetRegistration>, bool> Drains { get; } = pool.Targets.ToFrozenDictionary(t => t.Id, t => t.Draining);
    }
}

/// <summary>A stream that is passed on now; on its loop's thread.</summary>
internal interface IPassedStream
{
    void EndWhereItShould(StreamEnds ends);

    /// <summary>Nothing is passed on any more.</summary>
    void EndNow();
}
