using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>Lets a log group keep what it holds for ever. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteRetentionPolicy.html</summary>
public sealed record DeleteRetentionPolicy : Command<Nothing>
{
    public required string LogGroupName { get; init; }

    public override Nothing Apply(Draft draft)
    {
        draft.Put(LogGroupNames.Get(draft, LogGroupName) with { RetentionDays = null });
        return Nothing.Value;
    }
}
