using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists NAT gateways, for an hour also those that are gone. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNatGateways.html</summary>
public sealed record DescribeNatGateways : DescribeQuery<DescribeNatGateways.Result>
{
    public IReadOnlyList<Id<NatGateway>> NatGatewayIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<NatGatewayView> NatGateways, string? NextToken);

    private static readonly Dictionary<string, Reads<NatGateway>> Known = new(StringComparer.Ordinal)
    {
        ["nat-gateway-id"] = (_, g) => [g.Id.Value],
        ["state"] = (_, g) => [NatGatewayView.StateOf(g)],
        ["subnet-id"] = (_, g) => [g.SubnetId.Value],
        ["vpc-id"] = (_, g) => [g.VpcId.Value],
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<NatGateway>(scope, scope.All<NatGateway>()).Named(NatGatewayIds).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(g => NatGatewayView.Of(scope, g))], page.NextToken);
    }
}
