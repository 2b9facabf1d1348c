using Haneul.Fabric;

namespace Haneul.Kernel;

/// <summary>Through the appliances behind an endpoint of a gateway balancer.</summary>
public sealed partial class WayReader
{
    /// <summary>Between the balancer and its appliances the packet is inside another one, of which the kernel tells nothing: it was passed where it comes out of the endpoint again.</summary>
    private Place? ThroughAppliance(ApplianceEntry entry, Port own)
    {
        if (FromGuest(own) is not { } again) return NotReturned(entry, own);
        if (Loops(own.Ref)) return Stop(StepKind.Loop, entry.Ref, ExplanationCode.NoPath, recovered: true);
        var before = packet;
        packet = again.Packet;
        Note(StepKind.Appliances, entry.Ref, before, before == packet ? Decision.Pass : Decision.Translated, BalancerOf(entry) is { } balancer ? ReasonSet.Of(new Reason(balancer.Ref)) : null, recovered: true);
        return new Place(again.Namespace, again.In);
    }

    /// <summary>The endpoint is where its packets end: who is missing is looked up; with everybody there, the appliance kept it.</summary>
    private Place? NotReturned(ApplianceEntry entry, Port own)
    {
        if (BalancerOf(entry) is not { } balancer || GatewayBalancing.NodeIn(balancer, own.Segment.Zone) is not { } node) return Stop(StepKind.Appliances, entry.Ref, ExplanationCode.BadState, recovered: true);
        if (GatewayBalancing.PoolOf(Net, balancer) is not { } pool) return Stop(StepKind.Appliances, balancer.Ref, ExplanationCode.ListenerHasNoTargets, recovered: true);
        return GatewayBalancing.Eligible(balancer, node, pool).IsEmpty
            ? Stop(StepKind.Appliances, pool.Ref, ExplanationCode.NoTargetsInZone, recovered: true)
            : Stop(StepKind.Appliances, entry.Ref, ExplanationCode.NoPath, ReasonSet.Of(new Reason(balancer.Ref)));
    }

    private Balancer? BalancerOf(ApplianceEntry entry) => entry.BalancerId is { } id ? Net.Balancers.GetValueOrDefault(id) : null;
}
