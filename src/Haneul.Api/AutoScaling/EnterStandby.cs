using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Takes instances out of service for a while; they stay in the group. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_EnterStandby.html</summary>
public sealed record EnterStandby : Command<EnterStandby.Result>
{
    public IReadOnlyList<string> InstanceIds { get; init; } = [];

    public required string AutoScalingGroupName { get; init; }

    public required bool ShouldDecrementDesiredCapacity { get; init; }

    public sealed record Result(IReadOnlyList<ActivityView> Activities);

    public override Result Apply(Draft draft)
    {
        var group = ScalingLookups.Living(draft, AutoScalingGroupName);
        var taken = Removal.Of(draft, group, InstanceIds, ShouldDecrementDesiredCapacity, "a user request moved instances to standby", "moved to standby", i => i.State == Lifecycle.InService);
        return new Result([.. taken.Instances.Select(i => Begin(draft, taken.Group, i, taken.Cause))]);
    }

    private static ActivityView Begin(Draft draft, ScalingGroup group, ScalingInstance instance, string cause)
    {
        var activity = ScalingActivities.Begin(draft, group, $"Moving EC2 instance to Standby: {instance.Id}", cause, ScalingActivities.DetailsOf(draft.Find<Instance>(instance.InstanceId)?.SubnetId?.Value, instance.Zone));
        ScalingTargets.Deregister(draft, group, instance);
        draft.Put(instance with { State = Lifecycle.EnteringStandby, ActivityId = activity.Id.Value });
        return ActivityView.Of(draft, activity);
    }
}
