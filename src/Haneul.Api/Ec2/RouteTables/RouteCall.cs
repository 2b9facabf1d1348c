using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A route that a request names by its destination.</summary>
public abstract record RouteDestinationCall : Command<Done>
{
    public required Id<RouteTable> RouteTableId { get; init; }

    public Cidr? DestinationCidrBlock { get; init; }

    public Cidr? DestinationIpv6CidrBlock { get; init; }

    public Id<PrefixList>? DestinationPrefixListId { get; init; }

    /// <summary>The one destination that was given.</summary>
    protected RouteDestination ReadDestination()
    {
        var given = (DestinationCidrBlock is null ? 0 : 1) + (DestinationIpv6CidrBlock is null ? 0 : 1) + (DestinationPrefixListId is null ? 0 : 1);
        if (given == 0) throw Fault.Missing("destinationCidrBlock");
        if (given > 1) throw Fault.Combination("Give exactly one of destinationCidrBlock, destinationIpv6CidrBlock and destinationPrefixListId");
        if (DestinationCidrBlock is { IsV6: true } v6) throw Fault.Invalid("destinationCidrBlock", v6.ToString(), "It is not an IPv4 block");
        if (DestinationIpv6CidrBlock is { IsV6: false } v4) throw Fault.Invalid("destinationIpv6CidrBlock", v4.ToString(), "It is not an IPv6 block");
        return new RouteDestination(DestinationCidrBlock ?? DestinationIpv6CidrBlock, DestinationPrefixListId);
    }
}

/// <summary>A route with its target, as CreateRoute and ReplaceRoute take it.</summary>
public abstract record RouteCall : RouteDestinationCall
{
    /// <summary>igw-…, vgw-… or local.</summary>
    public string? GatewayId { get; init; }

    public Id<NatGateway>? NatGatewayId { get; init; }

    public Id<NetworkInterface>? NetworkInterfaceId { get; init; }

    public Id<Instance>? InstanceId { get; init; }

    public Id<VpcPeering>? VpcPeeringConnectionId { get; init; }

    public Id<EgressOnlyInternetGateway>? EgressOnlyInternetGatewayId { get; init; }

    public Id<VpcEndpoint>? VpcEndpointId { get; init; }

    public string? TransitGatewayId { get; init; }

    public string? CarrierGatewayId { get; init; }

    public string? LocalGatewayId { get; init; }

    public string? CoreNetworkArn { get; init; }

    /// <summary>The one target that was given; faults where it is not there.</summary>
    protected RouteTarget ReadTarget(Scope scope)
    {
        List<RouteTarget> given = [];
        if (GatewayId is { } gateway) given.Add(Gateway(scope, gateway));
        if (NatGatewayId is { } nat) given.Add(Nat(scope, nat));
        if (NetworkInterfaceId is { } nic) given.Add(new RouteTarget(RouteTargetKind.NetworkInterface, scope.Get(nic).Id.Value));
        if (InstanceId is { } instance) given.Add(new RouteTarget(RouteTargetKind.NetworkInterface, OnlyInterfaceOf(scope.Get(instance))));
        if (VpcPeeringConnectionId is { } peering) given.Add(Peering(scope, peering));
        if (EgressOnlyInternetGatewayId is { } egress) given.Add(new RouteTarget(RouteTargetKind.EgressOnlyInternetGateway, scope.Get(egress).Id.Value));
        if (VpcEndpointId is { } endpoint) given.Add(Endpoint(scope, endpoint));
        if (TransitGatewayId is not null) throw NoSuch("InvalidTransitGatewayID.NotFound", TransitGatewayId);
        if (CarrierGatewayId is not null) throw NoSuch("InvalidCarrierGatewayID.NotFound", CarrierGatewayId);
        if (LocalGatewayId is not null) throw NoSuch("InvalidLocalGatewayID.NotFound", LocalGatewayId);
        if (CoreNetworkArn is not null) throw NoSuch("InvalidCoreNetworkArn.NotFound", CoreNetworkArn);
        if (this is ReplaceRoute { LocalTarget: true }) given.Add(RouteTarget.Local);
        return given.Count switch
        {
            0 => throw Fault.Missing("gatewayId, natGatewayId, networkInterfaceId, instanceId, vpcPeeringConnectionId, egressOnlyInternetGatewayId or vpcEndpointId"),
            1 => given[0],
            _ => throw Fault.Combination("A route has exactly one target"),
        };
    }

    private static RouteTarget Gateway(Scope scope, string id)
    {
        if (id == "local") return RouteTarget.Local;
        if (scope.Find<InternetGateway>(new Id<InternetGateway>(id)) is not null) return new RouteTarget(RouteTargetKind.InternetGateway, id);
        if (scope.Find<VpnGateway>(new Id<VpnGateway>(id)) is { State: "available" }) return new RouteTarget(RouteTargetKind.VpnGateway, id);
        if (id.StartsWith("vpce-", StringComparison.Ordinal)) throw Fault.Invalid("gatewayId", id, "Routes to a gateway endpoint are made with the endpoint");
        throw NoSuch("InvalidGatewayID.NotFound", id);
    }

    private static RouteTarget Nat(Scope scope, Id<NatGateway> id) => scope.Find<NatGateway>(id) is { State: NatGatewayState.Available or NatGatewayState.Pending }
        ? new RouteTarget(RouteTargetKind.NatGateway, id.Value)
        : throw NoSuch("InvalidNatGatewayID.NotFound", id.Value);

    private static RouteTarget Peering(Scope scope, Id<VpcPeering> id) =>
        scope.Find<VpcPeering>(id) is { State: PeeringState.Active or PeeringState.PendingAcceptance or PeeringState.Provisioning or PeeringState.InitiatingRequest }
            ? new RouteTarget(RouteTargetKind.VpcPeering, id.Value)
            : throw Fault.NotFound<VpcPeering>(id.Value);

    private static RouteTarget Endpoint(Scope scope, Id<VpcEndpoint> id) => scope.Get(id).Type == "GatewayLoadBalancer"
        ? new RouteTarget(RouteTargetKind.VpcEndpoint, id.Value)
        : throw Fault.Invalid("vpcEndpointId", id.Value, "Only a Gateway Load Balancer endpoint can be a route's target");

    private static string OnlyInterfaceOf(Instance instance) => instance.InterfaceIds.Length switch
    {
        0 => throw new Fault("InvalidInstanceID", $"There is no interface attached to instance '{instance.Id}'"),
        1 => instance.InterfaceIds[0].Value,
        _ => throw new Fault("InvalidInstanceID", $"There are multiple interfaces attached to instance '{instance.Id}'. Please specify an interface ID for the operation instead."),
    };

    private static Fault NoSuch(string code, string id) => new(code, $"The gateway ID '{id}' does not exist");
}
