using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Says load balancers and target groups in network words.</summary>
internal static class BalancerLowering
{
    public static Dictionary<string, Balancer> Balancers(World world, IReadOnlyDictionary<string, Port> ports)
    {
        var found = new Dictionary<string, Balancer>(StringComparer.Ordinal);
        foreach (var place in world.Places)
        {
            var scope = world.At(place);
            foreach (var row in scope.All<LoadBalancer>())
            {
                var nodes = row.Nodes.Where(n => ports.ContainsKey(n.InterfaceId.Value)).Select(n => new BalancerPort(n.InterfaceId.Value, n.Zone, ports[n.InterfaceId.Value].Dark));
                var listeners = scope.All<Listener>().Marked(row.Id.Value).OrderBy(l => l.Port);
                found[row.Id.Value] = new Balancer
                {
                    Row = row,
                    Place = place,
                    Nodes = [.. nodes],
                    Listeners = [.. listeners.Select(l => new BalancerListener(l, [.. scope.All<ListenerRule>().Marked(l.Id.Value).OrderBy(r => r.Priority)]))],
                };
            }
        }
        return found;
    }

    public static Dictionary<string, (Balancer, BalancerPort)> Nodes(IEnumerable<Balancer> balancers) =>
        balancers.SelectMany(b => b.Nodes.Select(n => (Balancer: b, Node: n))).DistinctBy(n => n.Node.PortId).ToDictionary(n => n.Node.PortId, StringComparer.Ordinal);

    public static Dictionary<string, TargetPool> Pools(World world, IReadOnlyDictionary<string, Router> routers, IReadOnlyDictionary<string, Port> ports)
    {
        var found = new Dictionary<string, TargetPool>(StringComparer.Ordinal);
        foreach (var place in world.Places)
        {
            var scope = world.At(place);
            foreach (var row in scope.All<TargetGroup>())
            {
                found[row.Id.Value] = new TargetPool
                {
                    Row = row,
                    Place = place,
                    Targets = [.. scope.All<TargetRegistration>().Marked(row.Id.Value).SelectMany(t => Locate(scope, row, t, routers, ports))],
                };
            }
        }
        return found;
    }

    /// <summary>None where it has no address now: an instance that is gone, a balancer without nodes, a function.</summary>
    private static IEnumerable<PoolTarget> Locate(Scope scope, TargetGroup group, TargetRegistration target, IReadOnlyDictionary<string, Router> routers, IReadOnlyDictionary<string, Port> ports) => group.Type switch
    {
        TargetType.Instance => OfInstance(scope, group, target, ports) is { } found ? [found] : [],
        TargetType.Ip when Ip.TryParse(target.TargetId, out var ip) => [At(ip, target, group.VpcId is { } vpc ? routers.GetValueOrDefault(vpc.Value) : null)],
        TargetType.Alb => OfBalancer(scope, group, target, ports),
        _ => [],
    };

    private static PoolTarget? OfInstance(Scope scope, TargetGroup group, TargetRegistration target, IReadOnlyDictionary<string, Port> ports)
    {
        if (!scope.TryFind(new Id<Instance>(target.TargetId), out var instance) || instance.InterfaceIds is not [var first, ..]) return null;
        if (!ports.TryGetValue(first.Value, out var port) || port.Primary(group.AddressType == "ipv6") is not { } ip) return null;
        return new PoolTarget(target, ip, port.Id, port.Segment.Zone) { IsStopped = instance.State is not (InstanceState.Running or InstanceState.Pending) };
    }

    /// <summary>Each node of an application balancer, which is registered by its ARN.</summary>
    private static IEnumerable<PoolTarget> OfBalancer(Scope scope, TargetGroup group, TargetRegistration target, IReadOnlyDictionary<string, Port> ports)
    {
        var id = target.TargetId[(target.TargetId.LastIndexOf(':') + 1)..];
        if (!scope.TryFind(new Id<LoadBalancer>(id), out var balancer)) yield break;
        foreach (var node in balancer.Nodes)
        {
            if (ports.TryGetValue(node.InterfaceId.Value, out var port) && port.Primary(group.AddressType == "ipv6") is { } ip) yield return new PoolTarget(target, ip, port.Id, port.Segment.Zone);
        }
    }

    private static PoolTarget At(Ip ip, TargetRegistration target, Router? router) =>
        router?.PortOf(ip) is { } port ? new PoolTarget(target, ip, port.Id, port.Segment.Zone) : new PoolTarget(target, ip, null, target.Zone is null or "all" ? null : target.Zone);
}
