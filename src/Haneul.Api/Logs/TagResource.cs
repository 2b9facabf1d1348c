using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>Adds or replaces tags of a log group by its ARN. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html</summary>
public sealed record TagResource : Command<Nothing>
{
    public required string ResourceArn { get; init; }

    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var group = LogGroupNames.GetByArn(draft, ResourceArn);
        draft.Put(group with { Tags = LogGroupNames.Add(group.Tags, Tags) });
        return Nothing.Value;
    }
}
