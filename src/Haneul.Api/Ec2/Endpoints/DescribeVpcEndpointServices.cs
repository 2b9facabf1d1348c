using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists the services that endpoints can lead to. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointServices.html</summary>
public sealed record DescribeVpcEndpointServices : DescribeQuery<DescribeVpcEndpointServices.Result>
{
    public IReadOnlyList<string> ServiceNames { get; init; } = [];

    public IReadOnlyList<string> ServiceRegions { get; init; } = [];

    public sealed record Result(IReadOnlyList<string> ServiceNames, IReadOnlyList<EndpointServiceView> ServiceDetails, string? NextToken);

    private static readonly Dictionary<string, Reads<EndpointService>> Known = new(StringComparer.Ordinal)
    {
        ["owner"] = (_, _) => ["amazon"],
        ["service-name"] = (scope, s) => [s.NameIn(scope.Region)],
        ["service-region"] = (scope, _) => [scope.Region],
        ["service-type"] = (_, s) => [s.Type],
        ["supported-ip-address-types"] = (_, _) => ["ipv4"],
    };

    public override Result Answer(Scope scope)
    {
        foreach (var region in ServiceRegions)
        {
            if (!Regions.Exists(region)) throw Fault.Invalid("ServiceRegion", region, "There is no such region");
        }
        foreach (var name in ServiceNames)
        {
            if (EndpointServices.Named(name, scope.Region).Count == 0) throw new Fault("InvalidServiceName", $"The Vpc Endpoint Service '{name}' does not exist");
        }
        var rows = EndpointServices.All.Where(s => ServiceNames.Count == 0 || ServiceNames.Contains(s.NameIn(scope.Region)));
        if (ServiceRegions.Count > 0 && !ServiceRegions.Contains(scope.Region)) rows = [];
        var page = new Selection<EndpointService>(scope, rows, s => $"{s.Code}/{s.Type}").Where(Filters, Known).Paged(MaxResults, NextToken, least: 1);
        var details = page.Rows.Select(s => EndpointServiceView.Of(scope, s)).ToList();
        return new Result([.. details.Select(d => d.ServiceName).Distinct()], details, page.NextToken);
    }
}
