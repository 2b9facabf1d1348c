using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>Takes tags off an alarm. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_UntagResource.html</summary>
public sealed record UntagResource : Command<Nothing>
{
    [Wire("ResourceARN")]
    public required string ResourceArn { get; init; }

    public required IReadOnlyList<string> TagKeys { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var alarm = Alarms.OfArn(draft, ResourceArn);
        draft.Put(alarm with { Tags = alarm.Tags.RemoveRange(TagKeys) });
        return Nothing.Value;
    }
}
