using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Tags groups. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateOrUpdateTags.html</summary>
public sealed record CreateOrUpdateTags : Command<Nothing>
{
    public required IReadOnlyList<Tag> Tags { get; init; }

    public override Nothing Apply(Draft draft)
    {
        foreach (var mine in Tags.GroupBy(t => t.ResourceId ?? throw ScalingFaults.Invalid("A tag needs the name of its group as ResourceId")))
        {
            var group = ScalingLookups.Living(draft, mine.Key);
            draft.Put(group with { Tags = [.. Tag.Add(group.Tags, [.. mine])] });
        }
        return Nothing.Value;
    }
}
