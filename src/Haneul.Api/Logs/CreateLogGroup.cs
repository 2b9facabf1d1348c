using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>Makes a log group. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html</summary>
public sealed record CreateLogGroup : Command<Nothing>
{
    public required string LogGroupName { get; init; }

    [NoEffect("kept and answered; nothing is encrypted")]
    public string? KmsKeyId { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public string LogGroupClass { get; init; } = "STANDARD";

    public override Nothing Apply(Draft draft)
    {
        var id = new Id<LogGroup>(LogGroupNames.Check(LogGroupName));
        if (draft.TryFind(id, out _)) throw new Fault("ResourceAlreadyExistsException", "The specified log group already exists");
        if (LogGroupClass is not ("STANDARD" or "INFREQUENT_ACCESS" or "DELIVERY")) throw LogGroupNames.Invalid("A log group's class is STANDARD, INFREQUENT_ACCESS or DELIVERY");
        var tags = Tags is null ? TagSet.None : LogGroupNames.Add(TagSet.None, Tags);
        draft.Put(new LogGroup { Id = id, CreateTime = draft.Now, KmsKeyId = KmsKeyId, Class = LogGroupClass, Tags = tags });
        return Nothing.Value;
    }
}
