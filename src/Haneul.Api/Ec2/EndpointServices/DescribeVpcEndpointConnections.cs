using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists the endpoints that lead to one's own services. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointConnections.html</summary>
public sealed record DescribeVpcEndpointConnections : DescribeQuery<DescribeVpcEndpointConnections.Result>
{
    public sealed record Result(IReadOnlyList<EndpointConnectionView> VpcEndpointConnections, string? NextToken);

    private static readonly Dictionary<string, Reads<EndpointConnectionView>> Known = new(StringComparer.Ordinal)
    {
        ["ip-address-type"] = (_, c) => [c.IpAddressType],
        ["service-id"] = (_, c) => [c.ServiceId.Value],
        ["vpc-endpoint-id"] = (_, c) => [c.VpcEndpointId.Value],
        ["vpc-endpoint-owner"] = (_, c) => [c.VpcEndpointOwner],
        ["vpc-endpoint-region"] = (_, c) => [c.VpcEndpointRegion],
        ["vpc-endpoint-state"] = (_, c) => [c.VpcEndpointState],
    };

    public override Result Answer(Scope scope)
    {
        var rows = from service in scope.All<VpcEndpointService>()
                   from found in VpcEndpointServices.EndpointsOf(scope.World, scope.Region, service)
                   select EndpointConnectionView.Of(service, found.Place, found.Endpoint);
        var page = new Selection<EndpointConnectionView>(scope, rows, c => c.VpcEndpointConnectionId).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result(page.Rows, page.NextToken);
    }
}

/// <summary>An endpoint as its service's owner sees it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpointConnection.html</summary>
public sealed record EndpointConnectionView
{
    public required Id<VpcEndpointService> ServiceId { get; init; }

    public required Id<VpcEndpoint> VpcEndpointId { get; init; }

    public required string VpcEndpointOwner { get; init; }

    public required string VpcEndpointState { get; init; }

    public required DateTimeOffset CreationTimestamp { get; init; }

    public required IReadOnlyList<string> GatewayLoadBalancerArns { get; init; }

    public required string IpAddressType { get; init; }

    public required string VpcEndpointConnectionId { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public required string VpcEndpointRegion { get; init; }

    public static EndpointConnectionView Of(VpcEndpointService service, Place place, VpcEndpoint endpoint) => new()
    {
        ServiceId = service.Id,
        VpcEndpointId = endpoint.Id,
        VpcEndpointOwner = place.Account,
        VpcEndpointState = endpoint.State,
        CreationTimestamp = endpoint.CreateTime,
        GatewayLoadBalancerArns = service.GatewayBalancerArns,
        IpAddressType = endpoint.IpAddressType,
        VpcEndpointConnectionId = $"vpce-con-{endpoint.Id.Value[(endpoint.Id.Value.LastIndexOf('-') + 1)..]}",
        Tags = [],
        VpcEndpointRegion = place.Region,
    };
}
