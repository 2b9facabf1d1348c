using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>Adds or replaces tags of a log group by its name. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagLogGroup.html</summary>
public sealed record TagLogGroup : Command<Nothing>
{
    public required string LogGroupName { get; init; }

    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var group = LogGroupNames.Get(draft, LogGroupName);
        draft.Put(group with { Tags = LogGroupNames.Add(group.Tags, Tags) });
        return Nothing.Value;
    }
}
