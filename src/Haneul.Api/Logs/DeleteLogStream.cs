using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>Deletes a stream with its events. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogStream.html</summary>
public sealed record DeleteLogStream : Command<Nothing>
{
    public required string LogGroupName { get; init; }

    public required string LogStreamName { get; init; }

    public override Nothing Apply(Draft draft)
    {
        draft.Remove(LogStreams.Get(draft, LogGroupNames.Get(draft, LogGroupName), LogStreamName).Id);
        return Nothing.Value;
    }
}
