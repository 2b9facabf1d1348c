using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>A tag for a group. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Tag.html</summary>
public sealed record Tag
{
    /// <summary>The group's name; given where the call does not say it otherwise.</summary>
    public string? ResourceId { get; init; }

    public string? ResourceType { get; init; }

    public required string Key { get; init; }

    public string? Value { get; init; }

    public bool? PropagateAtLaunch { get; init; }

    /// <summary>The tags with these added or replaced.</summary>
    internal static IEnumerable<ScalingTag> Add(IEnumerable<ScalingTag> tags, IReadOnlyList<Tag> added)
    {
        foreach (var tag in added)
        {
            if (tag.Key.Length is 0 or > 128 || tag.Value is { Length: > 256 }) throw ScalingFaults.Invalid("A tag key has 1 to 128 characters, its value 256 at most");
            if (tag.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw ScalingFaults.Invalid("Tag keys starting with 'aws:' are reserved for internal use");
        }
        if (added.DistinctBy(t => t.Key, StringComparer.Ordinal).Count() < added.Count) throw ScalingFaults.Invalid("A tag key is given twice");
        var all = tags.Where(t => added.All(a => a.Key != t.Key)).Concat(added.Select(a => new ScalingTag(a.Key, a.Value ?? "", a.PropagateAtLaunch ?? false))).OrderBy(t => t.Key, StringComparer.Ordinal).ToList();
        return all.Count <= TagSet.MostPerResource ? all : throw new Fault("LimitExceeded", $"A group has {TagSet.MostPerResource} tags at most");
    }
}
