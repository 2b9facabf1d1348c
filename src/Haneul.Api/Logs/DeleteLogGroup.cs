using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>Deletes a log group. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html</summary>
public sealed record DeleteLogGroup : Command<Nothing>
{
    public required string LogGroupName { get; init; }

    public override Nothing Apply(Draft draft)
    {
        draft.Remove(LogGroupNames.Get(draft, LogGroupName).Id);
        return Nothing.Value;
    }
}
