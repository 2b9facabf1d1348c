using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Puts instances back into service; the group grows by them. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ExitStandby.html</summary>
public sealed record ExitStandby : Command<ExitStandby.Result>
{
    public IReadOnlyList<string> InstanceIds { get; init; } = [];

    public required string AutoScalingGroupName { get; init; }

    public sealed record Result(IReadOnlyList<ActivityView> Activities);

    public override Result Apply(Draft draft)
    {
        var group = ScalingLookups.Living(draft, AutoScalingGroupName);
        var instances = InstanceIds.Distinct().Select(id => ScalingLookups.Instance(draft, group, id)).ToList();
        if (instances.Count == 0) throw ScalingFaults.Invalid("At least one instance is needed");
        if (instances.FirstOrDefault(i => i.State != Lifecycle.Standby) is { } wrong) throw ScalingFaults.Invalid($"The instance {wrong.Id} is not in Standby.");
        if (group.Desired + instances.Count > group.Max) throw ScalingFaults.Invalid($"AutoScalingGroup {group.Id} has min-size={group.Min}, max-size={group.Max}, and desired-size={group.Desired}. To place {instances.Count} instances into service, please update the AutoScalingGroup sizes appropriately.");
        var grown = ScalingGroups.Resize(draft, group, group.Desired + instances.Count, "a user request moved instances out of standby");
        return new Result([.. instances.Select(i => Begin(draft, grown, i, $"At {ScalingActivities.At(draft.Now)} instance {i.Id} was moved out of standby in response to a user request, increasing the capacity from {group.Desired} to {grown.Desired}."))]);
    }

    private static ActivityView Begin(Draft draft, ScalingGroup group, ScalingInstance instance, string cause)
    {
        var activity = ScalingActivities.Begin(draft, group, $"Moving EC2 instance out of Standby: {instance.Id}", cause, ScalingActivities.DetailsOf(draft.Find<Instance>(instance.InstanceId)?.SubnetId?.Value, instance.Zone));
        draft.Put(instance with { State = Lifecycle.Pending, ActivityId = activity.Id.Value, IsHealthy = true, Complaint = null });
        return ActivityView.Of(draft, activity);
    }
}
