using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists internet gateways. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInternetGateways.html</summary>
public sealed record DescribeInternetGateways : DescribeQuery<DescribeInternetGateways.Result>
{
    public IReadOnlyList<Id<InternetGateway>> InternetGatewayIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<InternetGatewayView> InternetGateways, string? NextToken);

    private static readonly Dictionary<string, Reads<InternetGateway>> Known = new(StringComparer.Ordinal)
    {
        ["attachment.state"] = (_, g) => [g.VpcId is null ? null : "available"],
        ["attachment.vpc-id"] = (_, g) => [g.VpcId?.Value],
        ["internet-gateway-id"] = (_, g) => [g.Id.Value],
        ["owner-id"] = (s, _) => [s.Account],
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<InternetGateway>(scope, scope.All<InternetGateway>()).Named(InternetGatewayIds).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(g => InternetGatewayView.Of(scope, g))], page.NextToken);
    }
}
