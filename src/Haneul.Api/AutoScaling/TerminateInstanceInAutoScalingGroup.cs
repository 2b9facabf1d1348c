using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Ends an instance of a group; another one takes its place, or the group shrinks. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_TerminateInstanceInAutoScalingGroup.html</summary>
public sealed record TerminateInstanceInAutoScalingGroup : Command<TerminateInstanceInAutoScalingGroup.Result>
{
    public required string InstanceId { get; init; }

    public required bool ShouldDecrementDesiredCapacity { get; init; }

    public sealed record Result(ActivityView Activity);

    public override Result Apply(Draft draft)
    {
        var instance = ScalingLookups.Instance(draft, InstanceId);
        var group = draft.Get(instance.GroupId);
        if (instance.IsLeaving) throw new Fault("ScalingActivityInProgress", $"The instance {InstanceId} is leaving its group already");
        var cause = $"At {ScalingActivities.At(draft.Now)} instance {InstanceId} was taken out of service in response to a user request.";
        if (ShouldDecrementDesiredCapacity)
        {
            if (instance.IsActive && group.Desired - 1 < group.Min) throw ScalingFaults.Invalid("Currently, desiredSize equals minSize. Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.");
            var shrunk = instance.IsActive ? ScalingGroups.Resize(draft, group, group.Desired - 1, "a user request") : group;
            cause = $"At {ScalingActivities.At(draft.Now)} instance {InstanceId} was taken out of service in response to a user request, shrinking the capacity from {group.Desired} to {shrunk.Desired}.";
            group = shrunk;
        }
        return new Result(ActivityView.Of(draft, ScalingLife.Terminate(draft, group, instance, cause)));
    }
}
