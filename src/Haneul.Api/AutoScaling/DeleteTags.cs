using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Takes tags off groups. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteTags.html</summary>
public sealed record DeleteTags : Command<Nothing>
{
    public required IReadOnlyList<Tag> Tags { get; init; }

    public override Nothing Apply(Draft draft)
    {
        foreach (var tag in Tags)
        {
            var group = ScalingLookups.Living(draft, tag.ResourceId ?? throw ScalingFaults.Invalid("A tag needs the name of its group as ResourceId"));
            draft.Put(group with { Tags = group.Tags.RemoveAll(t => t.Key == tag.Key && (tag.Value is null || tag.Value == t.Value)) });
        }
        return Nothing.Value;
    }
}
