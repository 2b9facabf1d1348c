using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists egress-only internet gateways. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeEgressOnlyInternetGateways.html</summary>
public sealed record DescribeEgressOnlyInternetGateways : DescribeQuery<DescribeEgressOnlyInternetGateways.Result>
{
    public IReadOnlyList<Id<EgressOnlyInternetGateway>> EgressOnlyInternetGatewayIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<EgressOnlyInternetGatewayView> EgressOnlyInternetGateways, string? NextToken);

    private static readonly Dictionary<string, Reads<EgressOnlyInternetGateway>> Known = new(StringComparer.Ordinal);

    public override Result Answer(Scope scope)
    {
        var page = new Selection<EgressOnlyInternetGateway>(scope, scope.All<EgressOnlyInternetGateway>())
            .Named(EgressOnlyInternetGatewayIds).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(g => EgressOnlyInternetGatewayView.Of(scope, g))], page.NextToken);
    }
}
