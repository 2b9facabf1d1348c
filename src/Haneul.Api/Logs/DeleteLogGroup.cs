using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>Deletes a log group with its streams and their events. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html</summary>
public sealed record DeleteLogGroup : Command<Nothing>
{
    public required string LogGroupName { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var group = LogGroupNames.Get(draft, LogGroupName);
        foreach (var stream in LogStreams.Of(draft, group).ToList()) draft.Remove(stream.Id);
        draft.Remove(group.Id);
        return Nothing.Value;
    }
}
