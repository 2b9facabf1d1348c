using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Api.Acm;

/// <summary>A tag of a certificate. https://docs.aws.amazon.com/acm/latest/APIReference/API_Tag.html</summary>
public sealed record AcmTag
{
    public required string Key { get; init; }

    public string? Value { get; init; }

    internal static IReadOnlyList<AcmTag> Of(ImmutableSortedDictionary<string, string> tags) => [.. tags.Select(t => new AcmTag { Key = t.Key, Value = t.Value })];

    /// <summary>The tags with these added or replaced.</summary>
    internal static ImmutableSortedDictionary<string, string> Add(ImmutableSortedDictionary<string, string> tags, IReadOnlyList<AcmTag> added)
    {
        if (added.Any(t => t.Key.Length is 0 or > 128 || t.Value?.Length > 256)) throw AcmFaults.Validation("A tag's key has 1 to 128 characters, its value 256 at most");
        if (added.Any(t => t.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))) throw new Fault("InvalidTagException", "Tag keys starting with 'aws:' are reserved for internal use");
        if (added.DistinctBy(t => t.Key, StringComparer.Ordinal).Count() < added.Count) throw new Fault("InvalidTagException", "A tag key was specified more than once");
        var all = tags.SetItems(added.Select(t => KeyValuePair.Create(t.Key, t.Value ?? "")));
        return all.Count <= TagSet.MostPerResource ? all : throw new Fault("TooManyTagsException", $"A certificate has {TagSet.MostPerResource} tags at most");
    }

    /// <summary>The tags without these; one that is named with a value goes only where it has that.</summary>
    internal static ImmutableSortedDictionary<string, string> Remove(ImmutableSortedDictionary<string, string> tags, IReadOnlyList<AcmTag> removed) =>
        tags.RemoveRange(removed.Where(r => r.Value is null || tags.GetValueOrDefault(r.Key) == r.Value).Select(r => r.Key));
}
