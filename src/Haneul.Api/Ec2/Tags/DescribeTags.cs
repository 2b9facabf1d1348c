using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists tags, one row for each. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTags.html</summary>
public sealed record DescribeTags : DescribeQuery<DescribeTags.Result>
{
    public sealed record Result(IReadOnlyList<TagDescription> Tags, string? NextToken);

    private static readonly Dictionary<string, Reads<TagDescription>> Known = new(StringComparer.Ordinal)
    {
        ["key"] = (_, t) => [t.Key],
        ["resource-id"] = (_, t) => [t.ResourceId],
        ["resource-type"] = (_, t) => [t.ResourceType],
        ["value"] = (_, t) => [t.Value],
    };

    public override Result Answer(Scope scope)
    {
        var rows =
            from set in scope.All<TagSet>()
            let type = TaggedKinds.TypeOf(set.Id.Value)
            where type.Length > 0
            from tag in set.Tags
            select new TagDescription(set.Id.Value, type, tag.Key, tag.Value);
        foreach (var filter in Filters.Where(IsByKey)) rows = [.. rows.Where(t => filter.Name[4..] == t.Key && filter.Values.Any(v => Wildcard.Matches(v, t.Value)))];
        var page = new Selection<TagDescription>(scope, rows, t => $"{t.ResourceId}/{t.Key}")
            .Where([.. Filters.Where(f => !IsByKey(f))], Known).Paged(MaxResults, NextToken);
        return new Result(page.Rows, page.NextToken);
    }

    private static bool IsByKey(Filter filter) => filter.Name.StartsWith("tag:", StringComparison.Ordinal);
}

/// <summary>A tag with what it is on.</summary>
public sealed record TagDescription(string ResourceId, string ResourceType, string Key, string Value);
