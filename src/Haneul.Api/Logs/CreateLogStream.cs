using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>Makes a stream in a log group. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html</summary>
public sealed record CreateLogStream : Command<Nothing>
{
    public required string LogGroupName { get; init; }

    public required string LogStreamName { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var group = LogGroupNames.Get(draft, LogGroupName);
        var stream = LogStream.Of(group.Id.Value, LogStreams.Check(LogStreamName), draft.Now);
        if (draft.TryFind(stream.Id, out _)) throw new Fault("ResourceAlreadyExistsException", "The specified log stream already exists");
        draft.Put(stream);
        return Nothing.Value;
    }
}
