using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists the regions; all of them are open here. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html</summary>
public sealed record DescribeRegions : Query<DescribeRegions.Result>
{
    public IReadOnlyList<string> RegionNames { get; init; } = [];

    public IReadOnlyList<Filter> Filters { get; init; } = [];

    [NoEffect("all regions are open here, and all are listed")]
    public bool AllRegions { get; init; }

    public sealed record Result([property: Wire("regionInfo")] IReadOnlyList<RegionView> Regions);

    /// <summary>A region.</summary>
    public sealed record RegionView(string RegionName, [property: Wire("regionEndpoint")] string Endpoint, string OptInStatus);

    private static readonly Dictionary<string, Func<RegionView, string?>> Known = new(StringComparer.Ordinal)
    {
        ["endpoint"] = r => r.Endpoint,
        ["opt-in-status"] = r => r.OptInStatus,
        ["region-name"] = r => r.RegionName,
    };

    public override Result Answer(Scope scope)
    {
        foreach (var name in RegionNames)
        {
            if (!Model.Regions.Exists(name)) throw Fault.Invalid("region", name, "There is no such region");
        }
        var all = Model.Regions.All
            .Where(r => RegionNames.Count == 0 || RegionNames.Contains(r.Name))
            .Select(r => new RegionView(r.Name, $"ec2.{r.Name}.amazonaws.com", r.OptIn ? "opted-in" : "opt-in-not-required"));
        return new Result(PlainFilters.Apply(all, Filters, Known));
    }
}
