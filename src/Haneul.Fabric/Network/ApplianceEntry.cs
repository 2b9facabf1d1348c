using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Hands whole packets to the appliances behind a gateway load balancer, and goes on with what they send back (gateway load balancer endpoint). https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-load-balancer-endpoints.html</summary>
/// <param name="Ref">The endpoint.</param>
/// <param name="RouterId">Its VPC.</param>
/// <param name="PortId">Its interface; null where it has none.</param>
/// <param name="BalancerId">The balancer that serves its zone; null where none does.</param>
/// <param name="State">Its state in AWS's word.</param>
public sealed record ApplianceEntry(ObjectRef Ref, string RouterId, string? PortId, string? BalancerId, string State) : Hop(Ref)
{
    /// <summary>It carries packets.</summary>
    public bool Available => State == "available";

    public override T Accept<T>(IHopVisitor<T> visitor) => visitor.ApplianceEntry(this);
}
