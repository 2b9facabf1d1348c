using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists the services that endpoints can lead to: AWS's, one's own, and those of others who permit it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointServices.html</summary>
public sealed record DescribeVpcEndpointServices : DescribeQuery<DescribeVpcEndpointServices.Result>
{
    public IReadOnlyList<string> ServiceNames { get; init; } = [];

    public IReadOnlyList<string> ServiceRegions { get; init; } = [];

    public sealed record Result(IReadOnlyList<string> ServiceNames, IReadOnlyList<EndpointServiceView> ServiceDetails, string? NextToken);

    private static readonly Dictionary<string, Reads<EndpointServiceView>> Known = new(StringComparer.Ordinal)
    {
        ["owner"] = (_, s) => [s.Owner],
        ["service-name"] = (_, s) => [s.ServiceName],
        ["service-region"] = (_, s) => [s.ServiceRegion],
        ["service-type"] = (_, s) => s.ServiceType.Select(t => t.ServiceType),
        ["supported-ip-address-types"] = (_, s) => s.SupportedIpAddressTypes,
    };

    public override Result Answer(Scope scope)
    {
        foreach (var region in ServiceRegions)
        {
            if (!Regions.Exists(region)) throw Fault.Invalid("ServiceRegion", region, "There is no such region");
        }
        var all = EndpointServices.All.Select(s => EndpointServiceView.Of(scope, s))
            .Concat(VpcEndpointServices.VisibleTo(scope).Select(s => EndpointServiceView.Of(scope, s.Place, s.Service))).ToList();
        foreach (var name in ServiceNames)
        {
            if (all.All(s => s.ServiceName != name)) throw new Fault("InvalidServiceName", $"The Vpc Endpoint Service '{name}' does not exist");
        }
        var rows = all.Where(s => ServiceNames.Count == 0 || ServiceNames.Contains(s.ServiceName));
        if (ServiceRegions.Count > 0 && !ServiceRegions.Contains(scope.Region)) rows = [];
        var page = new Selection<EndpointServiceView>(scope, rows, s => s.ServiceId).Where(Filters, Known).Paged(MaxResults, NextToken, least: 1);
        return new Result([.. page.Rows.Select(d => d.ServiceName).Distinct()], page.Rows, page.NextToken);
    }
}
