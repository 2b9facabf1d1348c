using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists endpoints. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpoints.html</summary>
public sealed record DescribeVpcEndpoints : DescribeQuery<DescribeVpcEndpoints.Result>
{
    public IReadOnlyList<Id<VpcEndpoint>> VpcEndpointIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<VpcEndpointView> VpcEndpoints, string? NextToken);

    private static readonly Dictionary<string, Reads<VpcEndpoint>> Known = new(StringComparer.Ordinal)
    {
        ["ip-address-type"] = (_, e) => [e.IpAddressType],
        ["service-name"] = (_, e) => [e.ServiceName],
        ["service-region"] = (s, _) => [s.Region],
        ["vpc-endpoint-id"] = (_, e) => [e.Id.Value],
        ["vpc-endpoint-state"] = (_, e) => [e.State],
        ["vpc-endpoint-type"] = (_, e) => [e.Type],
        ["vpc-id"] = (_, e) => [e.VpcId.Value],
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<VpcEndpoint>(scope, scope.All<VpcEndpoint>()).Named(VpcEndpointIds).Where(Filters, Known).Paged(MaxResults, NextToken, least: 1);
        return new Result([.. page.Rows.Select(e => VpcEndpointView.Of(scope, e))], page.NextToken);
    }
}
