using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Which appliances a gateway balancer gives packets to, and how they are reached. https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/introduction.html</summary>
public static class GatewayBalancing
{
    /// <summary>GENEVE over UDP, RFC 8926.</summary>
    public const int Port = 6081;

    /// <summary>The node that serves endpoints of a zone; null where none does.</summary>
    public static BalancerPort? NodeIn(Balancer balancer, string zone) => balancer.Nodes.FirstOrDefault(n => n.Zone == zone);

    /// <summary>The group that a gateway balancer's one listener forwards to.</summary>
    public static TargetPool? PoolOf(Network net, Balancer balancer) =>
        balancer.Listeners.SelectMany(l => FlowBalancing.GroupsOf(net, l)).Select(g => g.Pool).FirstOrDefault();

    /// <summary>
    /// The appliances that a new flow may be given to: of those near the node the healthy ones, or all where none is. Ordered by their ids.
    /// </summary>
    public static ImmutableArray<PoolTarget> Eligible(Balancer balancer, BalancerPort node, TargetPool pool)
    {
        var near = FlowBalancing.Near(balancer, node, pool).OrderBy(t => t.Row.Id.Value, StringComparer.Ordinal).ToList();
        var healthy = near.Where(t => t.Row.Health.IsHealthy).ToList();
        return [.. healthy.Count > 0 ? healthy : near];
    }
}
