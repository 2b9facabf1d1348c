using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Takes instances out of a group; they go on running. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DetachInstances.html</summary>
public sealed record DetachInstances : Command<DetachInstances.Result>
{
    public IReadOnlyList<string> InstanceIds { get; init; } = [];

    public required string AutoScalingGroupName { get; init; }

    public required bool ShouldDecrementDesiredCapacity { get; init; }

    public sealed record Result(IReadOnlyList<ActivityView> Activities);

    public override Result Apply(Draft draft)
    {
        var group = ScalingLookups.Living(draft, AutoScalingGroupName);
        var taken = Removal.Of(draft, group, InstanceIds, ShouldDecrementDesiredCapacity, "a user request detached instances", "detached", i => i.State is Lifecycle.InService or Lifecycle.Standby);
        return new Result([.. taken.Instances.Select(i => Begin(draft, taken.Group, i, taken.Cause))]);
    }

    private static ActivityView Begin(Draft draft, ScalingGroup group, ScalingInstance instance, string cause)
    {
        var activity = ScalingActivities.Begin(draft, group, $"Detaching EC2 instance: {instance.Id}", cause, ScalingActivities.DetailsOf(draft.Find<Instance>(instance.InstanceId)?.SubnetId?.Value, instance.Zone));
        ScalingTargets.Deregister(draft, group, instance);
        draft.Put(instance with { State = Lifecycle.Detaching, ActivityId = activity.Id.Value, LeavingSince = draft.Now });
        return ActivityView.Of(draft, activity);
    }
}
