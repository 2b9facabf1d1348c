using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>Takes tags off a log group by its ARN. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagResource.html</summary>
public sealed record UntagResource : Command<Nothing>
{
    public required string ResourceArn { get; init; }

    public required IReadOnlyList<string> TagKeys { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var group = LogGroupNames.GetByArn(draft, ResourceArn);
        draft.Put(group with { Tags = group.Tags.RemoveRange(TagKeys) });
        return Nothing.Value;
    }
}
