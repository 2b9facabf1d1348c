using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Sets how many instances a group is to have. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SetDesiredCapacity.html</summary>
public sealed record SetDesiredCapacity : Command<Nothing>
{
    public required string AutoScalingGroupName { get; init; }

    public required int DesiredCapacity { get; init; }

    public bool HonorCooldown { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var group = ScalingLookups.Living(draft, AutoScalingGroupName);
        if (DesiredCapacity < group.Min) throw ScalingFaults.Invalid($"New SetDesiredCapacity value {DesiredCapacity} is below min value {group.Min} for the AutoScalingGroup.");
        if (DesiredCapacity > group.Max) throw ScalingFaults.Invalid($"New SetDesiredCapacity value {DesiredCapacity} is above max value {group.Max} for the AutoScalingGroup.");
        if (HonorCooldown && ScalingPolicies.IsCooling(draft, group)) throw new Fault("ScalingActivityInProgress", "Scaling activity is in progress or the group is cooling down");
        ScalingGroups.Resize(draft, group, DesiredCapacity, "a user request explicitly set group desired capacity");
        return Nothing.Value;
    }
}
