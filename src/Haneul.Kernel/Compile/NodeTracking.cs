using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// Which targets a network balancer's nodes give up with a change: those that turned unhealthy (where they keep their connections for an interval: when that is over, see <see cref="TargetHealth.KeepingConnections"/>), and those whose time to drain is over, as far as their groups say so. Others keep the flows that they have.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
/// </summary>
internal static class NodeTracking
{
    /// <summary>By the node's interface, where the given-up targets are.</summary>
    public static IEnumerable<(string NodeId, HashSet<(Ip Address, int Port)> Gone)> Ends(Network before, Network after)
    {
        var given = before.Pools.Values.ToDictionary(p => p.Row.Id.Value, p => after.Pools.TryGetValue(p.Row.Id.Value, out var now) && !ReferenceEquals(p, now) ? GivenUp(p, now) : [], StringComparer.Ordinal);
        if (given.Values.All(g => g.Count == 0)) yield break;
        foreach (var balancer in after.Balancers.Values.Where(b => b.Row.Type == BalancerType.Network))
        {
            var gone = balancer.Listeners.SelectMany(l => FlowBalancing.GroupsOf(after, l)).SelectMany(g => given.GetValueOrDefault(g.Pool.Row.Id.Value) ?? []).ToHashSet();
            if (gone.Count == 0) continue;
            foreach (var node in balancer.Nodes) yield return (node.PortId, gone);
        }
    }

    private static List<(Ip, int)> GivenUp(TargetPool before, TargetPool now)
    {
        var settings = TargetGroupSettings.Of(now.Row);
        var there = now.Targets.GroupBy(t => (t.Address, t.Port)).ToDictionary(t => t.Key, t => t.First());
        var gone = new List<(Ip, int)>();
        foreach (var old in before.Targets)
        {
            var left = !there.TryGetValue((old.Address, old.Port), out var target);
            if (left && settings.CutsAfterDelay) gone.Add((old.Address, old.Port));
            else if (target is { Row.Health.State: "unhealthy" } && old.Row.Health.State != "unhealthy" && (settings.CutsUnhealthy || settings.UnhealthyDrainingSeconds > 0)) gone.Add((old.Address, old.Port));
        }
        return gone;
    }
}
