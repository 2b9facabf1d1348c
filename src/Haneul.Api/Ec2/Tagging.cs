using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A key and its value.</summary>
public sealed record Tag
{
    public string Key { get; init; } = "";

    public string Value { get; init; } = "";
}

/// <summary>Tags to put on a resource as it is made.</summary>
public sealed record TagSpecification
{
    public string? ResourceType { get; init; }

    public IReadOnlyList<Tag> Tags { get; init; } = [];
}

/// <summary>The rules for tags: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions</summary>
public static class Tagging
{
    /// <summary>Tags a new resource of this kind with what the specifications hold for its kind.</summary>
    public static void TagNew<T>(this Draft draft, Id<T> id, IReadOnlyList<TagSpecification> specifications) where T : IResource<T> =>
        draft.TagNew(id.Value, T.Kind.TagType, specifications, T.Kind.TagType);

    /// <summary>As above, for an action that makes resources of several types, all of which its specifications may name.</summary>
    public static void TagNew(this Draft draft, string key, string type, IReadOnlyList<TagSpecification> specifications, params ReadOnlySpan<string> allowed)
    {
        foreach (var specification in specifications)
        {
            if (specification.ResourceType is null) throw Fault.Missing("TagSpecification.ResourceType");
            if (!allowed.Contains(specification.ResourceType))
            {
                throw Fault.Invalid("TagSpecification.ResourceType", specification.ResourceType, $"This action tags: {string.Join(", ", allowed)}");
            }
            if (specification.ResourceType == type) draft.Tag(key, Checked(specification.Tags));
        }
    }

    /// <summary>The tags as pairs; a fault for what no tag may be.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Checked(IReadOnlyList<Tag> tags)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tag in tags)
        {
            if (tag.Key.Length is 0 or > 127) throw Fault.Invalid("Tag.Key", tag.Key, "A tag key has 1 to 127 characters");
            if (tag.Value.Length > 255) throw Fault.Invalid("Tag.Value", tag.Value[..40] + "…", "A tag value has 255 characters at most");
            if (tag.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw Fault.Invalid("Tag.Key", tag.Key, "Tag keys starting with 'aws:' are reserved for internal use");
            if (!seen.Add(tag.Key)) throw Fault.Invalid("Tag.Key", tag.Key, "Duplicate tag key specified");
        }
        return tags.Select(t => KeyValuePair.Create(t.Key, t.Value));
    }

    /// <summary>The resource's tags as answered.</summary>
    public static IReadOnlyList<Tag> TagsFor(this Scope scope, string key) => [.. scope.TagsOf(key).Select(t => new Tag { Key = t.Key, Value = t.Value })];
}
