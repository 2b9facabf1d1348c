using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>Tags an alarm. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_TagResource.html</summary>
public sealed record TagResource : Command<Nothing>
{
    [Wire("ResourceARN")]
    public required string ResourceArn { get; init; }

    public required IReadOnlyList<AlarmTag> Tags { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var alarm = Alarms.OfArn(draft, ResourceArn);
        draft.Put(alarm with { Tags = AlarmTag.Add(alarm.Tags, Tags) });
        return Nothing.Value;
    }
}
