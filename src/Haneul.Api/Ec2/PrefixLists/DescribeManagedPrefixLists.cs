using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists prefix lists, AWS's own among them. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeManagedPrefixLists.html</summary>
public sealed record DescribeManagedPrefixLists : DescribeQuery<DescribeManagedPrefixLists.Result>
{
    public IReadOnlyList<Id<PrefixList>> PrefixListIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<PrefixListView> PrefixLists, string? NextToken);

    private static readonly Dictionary<string, Reads<PrefixList>> Known = new(StringComparer.Ordinal)
    {
        ["owner-id"] = (_, l) => [l.OwnerId],
        ["prefix-list-id"] = (_, l) => [l.Id.Value],
        ["prefix-list-name"] = (_, l) => [l.Name],
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<PrefixList>(scope, scope.All<PrefixList>()).Named(PrefixListIds).Where(Filters, Known).Paged(MaxResults, NextToken, least: 1);
        return new Result([.. page.Rows.Select(l => PrefixListView.Of(scope, l))], page.NextToken);
    }
}
