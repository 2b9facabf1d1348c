using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists one's own services. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointServiceConfigurations.html</summary>
public sealed record DescribeVpcEndpointServiceConfigurations : DescribeQuery<DescribeVpcEndpointServiceConfigurations.Result>
{
    public IReadOnlyList<Id<VpcEndpointService>> ServiceIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<ServiceConfigurationView> ServiceConfigurations, string? NextToken);

    private static readonly Dictionary<string, Reads<VpcEndpointService>> Known = new(StringComparer.Ordinal)
    {
        ["service-id"] = (_, s) => [s.Id.Value],
        ["service-name"] = (scope, s) => [s.NameIn(scope.Region)],
        ["service-state"] = (_, _) => ["Available"],
        ["supported-ip-address-types"] = (_, s) => s.AddressTypes,
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<VpcEndpointService>(scope, scope.All<VpcEndpointService>()).Named(ServiceIds).Where(Filters, Known).Paged(MaxResults, NextToken, least: 1);
        return new Result([.. page.Rows.Select(s => ServiceConfigurationView.Of(scope, s))], page.NextToken);
    }
}
