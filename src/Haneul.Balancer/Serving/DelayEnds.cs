using System.Collections.Frozen;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>
/// Whose deregistration delay ended with a change of what is wanted: those who drained, or had no time to, and are not in their group any more. Who went otherwise (an instance that was stopped) keeps its requests until they end by themselves, and so does who is in a group that nothing leads to any more.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-502-issues
/// </summary>
internal static class DelayEnds
{
    public static FrozenSet<Id<TargetRegistration>> Between(WantedState? before, WantedState now)
    {
        if (before is null) return [];
        var there = now.Pools.ToDictionary(p => p.Id);
        return before.Pools.SelectMany(p => there.TryGetValue(p.Id, out var left) ? Ended(p, left) : []).ToFrozenSet();
    }

    private static IEnumerable<Id<TargetRegistration>> Ended(WantedPool before, WantedPool now)
    {
        if (before.Targets == now.Targets) return [];
        var isImmediate = new TargetGroupSettings(now.Type, now.Protocol, now.Attributes).DeregistrationDelaySeconds == 0;
        return before.Targets.Where(t => t.Draining || isImmediate).Select(t => t.Id).Except(now.Targets.Select(t => t.Id));
    }
}
