using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>A tag of a role, policy or instance profile; IAM keeps them itself.</summary>
public sealed record IamTag
{
    public required string Key { get; init; }

    public required string Value { get; init; }

    internal static IReadOnlyList<IamTag> Of(ImmutableSortedDictionary<string, string> tags) => [.. tags.Select(t => new IamTag { Key = t.Key, Value = t.Value })];

    /// <summary>The tags with these added or replaced.</summary>
    internal static ImmutableSortedDictionary<string, string> Add(ImmutableSortedDictionary<string, string> tags, IReadOnlyList<IamTag> added)
    {
        foreach (var tag in added)
        {
            if (tag.Key.Length is 0 or > 128 || tag.Value.Length > 256) throw IamFaults.Validation($"The tag {tag.Key[..Math.Min(40, tag.Key.Length)]} is too short or too long");
        }
        if (added.DistinctBy(t => t.Key, StringComparer.OrdinalIgnoreCase).Count() < added.Count) throw new Fault("InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        var all = tags.SetItems(added.Select(t => KeyValuePair.Create(t.Key, t.Value)));
        return all.Count <= TagSet.MostPerResource ? all : throw IamFaults.Limit("TagsPerResource", TagSet.MostPerResource);
    }
}
