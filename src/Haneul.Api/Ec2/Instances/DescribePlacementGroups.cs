using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists placement groups. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribePlacementGroups.html</summary>
public sealed record DescribePlacementGroups : Query<DescribePlacementGroups.Result>
{
    public IReadOnlyList<Id<PlacementGroup>> GroupIds { get; init; } = [];

    public IReadOnlyList<string> GroupNames { get; init; } = [];

    public IReadOnlyList<Filter> Filters { get; init; } = [];

    public sealed record Result(IReadOnlyList<PlacementGroupView> PlacementGroups);

    private static readonly Dictionary<string, Reads<PlacementGroup>> Known = new(StringComparer.Ordinal)
    {
        ["group-arn"] = (s, g) => [PlacementGroupView.Of(s, g).GroupArn],
        ["group-name"] = (_, g) => [g.Name],
        ["spread-level"] = (_, g) => [g.SpreadLevel],
        ["state"] = (_, _) => ["available"],
        ["strategy"] = (_, g) => [g.Strategy],
    };

    public override Result Answer(Scope scope)
    {
        IEnumerable<PlacementGroup> rows = scope.All<PlacementGroup>();
        if (GroupNames.Count > 0)
        {
            rows = [.. GroupNames.Distinct(StringComparer.Ordinal).Select(n => scope.All<PlacementGroup>().FirstOrDefault(g => g.Name == n) ?? throw Fault.NotFound<PlacementGroup>(n))];
        }
        var page = new Selection<PlacementGroup>(scope, rows).Named(GroupIds).Where(Filters, Known).Paged(null, null);
        return new Result([.. page.Rows.Select(g => PlacementGroupView.Of(scope, g))]);
    }
}
