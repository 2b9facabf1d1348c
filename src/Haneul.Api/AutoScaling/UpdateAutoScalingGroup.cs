using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Changes a group; what was not said stays. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html</summary>
public sealed record UpdateAutoScalingGroup : GroupSettings
{
    public int? MinSize { get; init; }

    public int? MaxSize { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var before = ScalingLookups.Living(draft, AutoScalingGroupName);
        var group = Sized(Over(draft, before), MinSize ?? before.Min, MaxSize ?? before.Max);
        if (group.Launch != before.Launch) group = group with { RetryAt = ScalingGroup.NoRetries, FailedLaunches = 0 };
        var why = DesiredCapacity is null ? $"a user request update of AutoScalingGroup constraints to min: {group.Min}, max: {group.Max}, desired: {Math.Clamp(group.Desired, group.Min, group.Max)}" : $"a user request update of AutoScalingGroup constraints to min: {group.Min}, max: {group.Max}, desired: {DesiredCapacity}";
        ScalingGroups.Resize(draft, group, DesiredCapacity ?? group.Desired, why);
        return Nothing.Value;
    }
}
