using System.Collections.Immutable;
using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>A tag of an alarm.</summary>
public sealed record AlarmTag
{
    public required string Key { get; init; }

    public required string Value { get; init; }

    internal static ImmutableSortedDictionary<string, string> Add(ImmutableSortedDictionary<string, string> tags, IReadOnlyList<AlarmTag> added)
    {
        if (added.Any(t => t.Key.Length is 0 or > 128 || t.Value.Length > 256)) throw MonitoringFaults.Value("A tag key has 1 to 128 characters, its value 256 at most");
        if (added.Any(t => t.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))) throw MonitoringFaults.Value("Tag keys starting with 'aws:' are reserved");
        var all = tags.SetItems(added.Select(t => KeyValuePair.Create(t.Key, t.Value)));
        return all.Count <= TagSet.MostPerResource ? all : throw MonitoringFaults.Value($"An alarm has {TagSet.MostPerResource} tags at most");
    }
}
