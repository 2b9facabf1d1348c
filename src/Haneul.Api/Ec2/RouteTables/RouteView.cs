using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A route as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html</summary>
public sealed record RouteView
{
    public Cidr? DestinationCidrBlock { get; init; }

    public Cidr? DestinationIpv6CidrBlock { get; init; }

    public Id<PrefixList>? DestinationPrefixListId { get; init; }

    public string? GatewayId { get; init; }

    public string? NatGatewayId { get; init; }

    public string? NetworkInterfaceId { get; init; }

    public Id<Instance>? InstanceId { get; init; }

    public string? InstanceOwnerId { get; init; }

    public string? VpcPeeringConnectionId { get; init; }

    public string? EgressOnlyInternetGatewayId { get; init; }

    public string? TransitGatewayId { get; init; }

    public string? CarrierGatewayId { get; init; }

    public string? LocalGatewayId { get; init; }

    public string? CoreNetworkArn { get; init; }

    /// <summary>CreateRouteTable, CreateRoute or EnableVgwRoutePropagation.</summary>
    public required string Origin { get; init; }

    /// <summary>active or blackhole.</summary>
    public required string State { get; init; }

    /// <summary>All routes of a table: local, static, propagated.</summary>
    public static IEnumerable<RouteView> AllOf(Scope scope, RouteTable table)
    {
        foreach (var route in RouteStates.LocalOf(scope, table)) yield return Of(scope, table, route, "CreateRouteTable");
        foreach (var route in table.Routes) yield return Of(scope, table, route, route.ByCreateRoute ? "CreateRoute" : "CreateRouteTable");
        foreach (var propagated in PropagatedRoutes.Of(scope, table))
        {
            var route = new Route(new RouteDestination(propagated.Destination, null), new RouteTarget(RouteTargetKind.VpnGateway, propagated.GatewayId.Value));
            yield return Of(scope, table, route, "EnableVgwRoutePropagation");
        }
    }

    private static RouteView Of(Scope scope, RouteTable table, Route route, string origin)
    {
        var (kind, id) = (route.Target.Kind, route.Target.Id);
        var attachment = kind == RouteTargetKind.NetworkInterface ? scope.Find<NetworkInterface>(new Id<NetworkInterface>(id))?.Attachment : null;
        return new RouteView
        {
            DestinationCidrBlock = route.Destination.Block is { IsV6: false } v4 ? v4 : null,
            DestinationIpv6CidrBlock = route.Destination.Block is { IsV6: true } v6 ? v6 : null,
            DestinationPrefixListId = route.Destination.PrefixListId,
            GatewayId = kind is RouteTargetKind.Local or RouteTargetKind.InternetGateway or RouteTargetKind.VpnGateway or RouteTargetKind.VpcEndpoint ? id : null,
            NatGatewayId = kind == RouteTargetKind.NatGateway ? id : null,
            NetworkInterfaceId = kind == RouteTargetKind.NetworkInterface ? id : null,
            InstanceId = attachment?.InstanceId,
            InstanceOwnerId = attachment?.InstanceOwnerId,
            VpcPeeringConnectionId = kind == RouteTargetKind.VpcPeering ? id : null,
            EgressOnlyInternetGatewayId = kind == RouteTargetKind.EgressOnlyInternetGateway ? id : null,
            TransitGatewayId = kind == RouteTargetKind.TransitGateway ? id : null,
            CarrierGatewayId = kind == RouteTargetKind.CarrierGateway ? id : null,
            LocalGatewayId = kind == RouteTargetKind.LocalGateway ? id : null,
            CoreNetworkArn = kind == RouteTargetKind.CoreNetwork ? id : null,
            Origin = origin,
            State = RouteStates.IsBlackhole(scope, table, route) ? "blackhole" : "active",
        };
    }
}
