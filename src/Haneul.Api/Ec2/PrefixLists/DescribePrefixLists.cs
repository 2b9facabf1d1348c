using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists AWS's own prefix lists with their blocks. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribePrefixLists.html</summary>
public sealed record DescribePrefixLists : DescribeQuery<DescribePrefixLists.Result>
{
    public IReadOnlyList<Id<PrefixList>> PrefixListIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<ServicePrefixList> PrefixLists, string? NextToken);

    private static readonly Dictionary<string, Reads<PrefixList>> Known = new(StringComparer.Ordinal)
    {
        ["prefix-list-id"] = (_, l) => [l.Id.Value],
        ["prefix-list-name"] = (_, l) => [l.Name],
    };

    public override Result Answer(Scope scope)
    {
        var rows = scope.All<PrefixList>().Where(l => l.IsOfAws);
        var page = new Selection<PrefixList>(scope, rows).Named(PrefixListIds).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(l => new ServicePrefixList([.. l.Entries.Select(e => e.Block)], l.Id, l.Name))], page.NextToken);
    }
}

/// <summary>A service's blocks.</summary>
public sealed record ServicePrefixList(IReadOnlyList<Cidr> Cidrs, Id<PrefixList> PrefixListId, string PrefixListName);
