using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>Takes tags off a log group by its name. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagLogGroup.html</summary>
public sealed record UntagLogGroup : Command<Nothing>
{
    public required string LogGroupName { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var group = LogGroupNames.Get(draft, LogGroupName);
        draft.Put(group with { Tags = group.Tags.RemoveRange(Tags) });
        return Nothing.Value;
    }
}
