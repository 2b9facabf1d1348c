using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>The tags of one resource, kept apart from it so that every kind is tagged alike. The id is the resource's.</summary>
public sealed record TagSet(Id<TagSet> Id, ImmutableSortedDictionary<string, string> Tags) : IResource<TagSet>
{
    /// <summary>https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions</summary>
    public const int MostPerResource = 50;

    public static ImmutableSortedDictionary<string, string> None { get; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public static Kind Kind { get; } = new("tags", "", "", "InvalidID", "InvalidID", "ID");
}
