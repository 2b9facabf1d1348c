using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>Routes for the subnets or the gateway that it is associated with; each VPC has a main one for the subnets that have none of their own.</summary>
public sealed record RouteTable : IResource<RouteTable>
{
    public static Kind Kind { get; } = new(
        "route-table", "rtb", "route-table", "InvalidRouteTableID.NotFound", "InvalidRouteTableId.Malformed", "routeTable ID");

    public required Id<RouteTable> Id { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    /// <summary>
    /// Static routes, without the local ones: those follow from the VPC's blocks.
    /// A local route whose target was replaced (gateway and middlebox routing) is here, with the VPC's block as destination.
    /// </summary>
    public ImmutableArray<Route> Routes { get; init; } = [];

    public ImmutableArray<RouteTableAssociation> Associations { get; init; } = [];

    /// <summary>VPN gateways whose routes are propagated into this table.</summary>
    public ImmutableArray<Id<VpnGateway>> PropagatingGateways { get; init; } = [];

    public bool IsMain => Associations.Any(a => a.IsMain);
}

/// <summary>A static route. Whether it is a black hole follows from its target (see <c>RouteStates</c>).</summary>
public sealed record Route(RouteDestination Destination, RouteTarget Target)
{
    /// <summary>Added by CreateRoute; else made with the table.</summary>
    public bool ByCreateRoute { get; init; } = true;
}

/// <summary>Where a route leads to: a block of addresses or the entries of a prefix list; exactly one is set.</summary>
public readonly record struct RouteDestination(Cidr? Block, Id<PrefixList>? PrefixListId)
{
    public override string ToString() => Block?.ToString() ?? PrefixListId?.Value ?? "";
}

/// <summary>What a route hands the packet to. For an instance target the interface is meant: AWS keeps both.</summary>
public readonly record struct RouteTarget(RouteTargetKind Kind, string Id)
{
    public static RouteTarget Local { get; } = new(RouteTargetKind.Local, "local");
}

/// <summary>The kinds of route target that AWS knows (API member that names each in brackets).</summary>
public enum RouteTargetKind
{
    /// <summary>The VPC itself (GatewayId=local).</summary>
    Local,

    /// <summary>GatewayId=igw-…</summary>
    InternetGateway,

    /// <summary>GatewayId=vgw-…</summary>
    VpnGateway,

    /// <summary>NatGatewayId.</summary>
    NatGateway,

    /// <summary>NetworkInterfaceId, or InstanceId for its only interface.</summary>
    NetworkInterface,

    /// <summary>VpcPeeringConnectionId.</summary>
    VpcPeering,

    /// <summary>EgressOnlyInternetGatewayId.</summary>
    EgressOnlyInternetGateway,

    /// <summary>A gateway endpoint (GatewayId=vpce-…, only by ModifyVpcEndpoint) or a gateway load balancer endpoint (VpcEndpointId).</summary>
    VpcEndpoint,

    /// <summary>TransitGatewayId.</summary>
    TransitGateway,

    /// <summary>CarrierGatewayId.</summary>
    CarrierGateway,

    /// <summary>LocalGatewayId.</summary>
    LocalGateway,

    /// <summary>CoreNetworkArn.</summary>
    CoreNetwork,
}

/// <summary>What uses a route table: all subnets without one of their own (main), one subnet, or one gateway's incoming traffic.</summary>
public sealed record RouteTableAssociation(string Id)
{
    public bool IsMain { get; init; }

    public Id<Subnet>? SubnetId { get; init; }

    /// <summary>An internet or VPN gateway (edge association).</summary>
    public string? GatewayId { get; init; }
}
