using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>A tag of a balancer, listener, rule, target group or trust store. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Tag.html</summary>
public sealed record ElbTag
{
    public required string Key { get; init; }

    public string? Value { get; init; }

    internal static IReadOnlyList<ElbTag> Of(ImmutableSortedDictionary<string, string> tags) => [.. tags.Select(t => new ElbTag { Key = t.Key, Value = t.Value })];

    internal static ImmutableSortedDictionary<string, string> New(IReadOnlyList<ElbTag> tags) => Add(TagSet.None, tags);

    /// <summary>The tags with these added or replaced.</summary>
    internal static ImmutableSortedDictionary<string, string> Add(ImmutableSortedDictionary<string, string> tags, IReadOnlyList<ElbTag> added)
    {
        foreach (var tag in added)
        {
            if (tag.Key.Length is 0 or > 128 || tag.Value?.Length > 256) throw BalancerFaults.Validation("A tag's key has 1 to 128 characters, its value 256 at most");
            if (tag.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw BalancerFaults.Validation("Tag keys starting with 'aws:' are reserved for internal use");
        }
        if (added.DistinctBy(t => t.Key, StringComparer.Ordinal).Count() < added.Count) throw new Fault("DuplicateTagKeys", "A tag key was specified more than once");
        var all = tags.SetItems(added.Select(t => KeyValuePair.Create(t.Key, t.Value ?? "")));
        return all.Count <= TagSet.MostPerResource ? all : throw new Fault("TooManyTags", $"A resource has {TagSet.MostPerResource} tags at most");
    }
}
