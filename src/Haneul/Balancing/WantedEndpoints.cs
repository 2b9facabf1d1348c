using Haneul.Balancer;
using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Balancing;

/// <summary>Says to the data plane which endpoints of gateway balancers it serves. Pure.</summary>
internal static class WantedEndpoints
{
    public static IEnumerable<WantedGatewayEndpoint> Of(Network net) =>
        from hop in net.Hops.Values.OfType<ApplianceEntry>().OrderBy(h => h.Ref.Id, StringComparer.Ordinal)
        where hop.Available
        let port = net.Ports.GetValueOrDefault(hop.PortId ?? "")
        let balancer = net.Balancers.GetValueOrDefault(hop.BalancerId ?? "")
        where port is { Attached: true } && balancer is not null
        select Of(net, hop, port, balancer);

    private static WantedGatewayEndpoint Of(Network net, ApplianceEntry hop, Port port, Fabric.Balancer balancer)
    {
        var pool = GatewayBalancing.PoolOf(net, balancer);
        return new WantedGatewayEndpoint(hop.Ref.Id, port.Id, PlanNames.ApplianceEntry(port.Id), port.Segment.Zone, balancer.Arn, pool?.Row.Id)
        {
            CrossesZones = pool is not null && TargetGroupSettings.Of(pool.Row).CrossesZones(BalancerSettings.Of(balancer.Row)),
            TcpIdleSeconds = balancer.Listeners.Select(l => ListenerSettings.Of(l.Row).TcpIdleSeconds).FirstOrDefault(350),
            Healthy = pool is null ? [] : [.. pool.Targets.Where(t => t.Row.Health.IsHealthy).Select(t => t.Row.Id).Order()],
        };
    }
}
