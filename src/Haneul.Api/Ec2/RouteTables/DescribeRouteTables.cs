using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists route tables; of all calls Terraform makes this one most. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html</summary>
public sealed record DescribeRouteTables : DescribeQuery<DescribeRouteTables.Result>
{
    public IReadOnlyList<Id<RouteTable>> RouteTableIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<RouteTableView> RouteTables, string? NextToken);

    private static readonly Dictionary<string, Reads<RouteTable>> Known = new(StringComparer.Ordinal)
    {
        ["association.gateway-id"] = (_, t) => t.Associations.Select(a => a.GatewayId),
        ["association.main"] = (_, t) => t.Associations.IsEmpty ? ["false"] : t.Associations.Select(a => a.IsMain ? "true" : "false"),
        ["association.route-table-association-id"] = (_, t) => t.Associations.Select(a => a.Id),
        ["association.route-table-id"] = (_, t) => t.Associations.Select(_ => t.Id.Value),
        ["association.subnet-id"] = (_, t) => t.Associations.Select(a => a.SubnetId?.Value),
        ["owner-id"] = (s, _) => [s.Account],
        ["route-table-id"] = (_, t) => [t.Id.Value],
        ["route.carrier-gateway-id"] = (s, t) => RouteView.AllOf(s, t).Select(r => r.CarrierGatewayId),
        ["route.core-network-arn"] = (s, t) => RouteView.AllOf(s, t).Select(r => r.CoreNetworkArn),
        ["route.destination-cidr-block"] = (s, t) => RouteView.AllOf(s, t).Select(r => r.DestinationCidrBlock?.ToString()),
        ["route.destination-ipv6-cidr-block"] = (s, t) => RouteView.AllOf(s, t).Select(r => r.DestinationIpv6CidrBlock?.ToString()),
        ["route.destination-prefix-list-id"] = (s, t) => RouteView.AllOf(s, t).Select(r => r.DestinationPrefixListId?.Value),
        ["route.egress-only-internet-gateway-id"] = (s, t) => RouteView.AllOf(s, t).Select(r => r.EgressOnlyInternetGatewayId),
        ["route.gateway-id"] = (s, t) => RouteView.AllOf(s, t).Select(r => r.GatewayId),
        ["route.instance-id"] = (s, t) => RouteView.AllOf(s, t).Select(r => r.InstanceId?.Value),
        ["route.local-gateway-id"] = (s, t) => RouteView.AllOf(s, t).Select(r => r.LocalGatewayId),
        ["route.nat-gateway-id"] = (s, t) => RouteView.AllOf(s, t).Select(r => r.NatGatewayId),
        ["route.network-interface-id"] = (s, t) => RouteView.AllOf(s, t).Select(r => r.NetworkInterfaceId),
        ["route.origin"] = (s, t) => RouteView.AllOf(s, t).Select(r => r.Origin),
        ["route.state"] = (s, t) => RouteView.AllOf(s, t).Select(r => r.State),
        ["route.transit-gateway-id"] = (s, t) => RouteView.AllOf(s, t).Select(r => r.TransitGatewayId),
        ["route.vpc-peering-connection-id"] = (s, t) => RouteView.AllOf(s, t).Select(r => r.VpcPeeringConnectionId),
        ["transit-gateway-id"] = (s, t) => RouteView.AllOf(s, t).Select(r => r.TransitGatewayId),
        ["vpc-id"] = (_, t) => [t.VpcId.Value],
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<RouteTable>(scope, scope.All<RouteTable>()).Named(RouteTableIds).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(t => RouteTableView.Of(scope, t))], page.NextToken);
    }
}
