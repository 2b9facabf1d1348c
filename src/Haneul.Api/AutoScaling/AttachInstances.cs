using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Puts running instances into a group, which grows by them. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AttachInstances.html</summary>
public sealed record AttachInstances : Command<Nothing>
{
    public IReadOnlyList<string> InstanceIds { get; init; } = [];

    public required string AutoScalingGroupName { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var group = ScalingLookups.Living(draft, AutoScalingGroupName);
        var ids = InstanceIds.Distinct().ToList();
        if (ids.Count is 0 or > 20) throw ScalingFaults.Invalid("1 to 20 instances are attached at once");
        if (group.Desired + ids.Count > group.Max) throw ScalingFaults.Invalid($"AutoScalingGroup {group.Id} has min-size={group.Min}, max-size={group.Max}, and desired-size={group.Desired}. To attach {ids.Count} more instances, please update the AutoScalingGroup sizes appropriately.");
        var grown = ScalingGroups.Resize(draft, group, group.Desired + ids.Count, "a user request attached instances");
        foreach (var id in ids) Attach(draft, grown, id);
        return Nothing.Value;
    }

    private static void Attach(Draft draft, ScalingGroup group, string id)
    {
        if (!draft.TryFind(new Id<Instance>(id), out var instance) || instance.State != InstanceState.Running) throw ScalingFaults.Invalid($"Invalid Instance ID(s): [{id}]. The instance does not exist, or does not run");
        if (draft.TryFind(new Id<ScalingInstance>(id), out var there)) throw ScalingFaults.Invalid($"Instance {id} is already part of AutoScalingGroup:{there.GroupId}");
        if (!group.Zones.Contains(instance.Zone)) throw ScalingFaults.Invalid($"The instance {id} is in {instance.Zone}, which is no zone of the group");
        var activity = ScalingActivities.Begin(draft, group, $"Attaching an existing EC2 instance: {id}", $"At {ScalingActivities.At(draft.Now)} an instance was attached in response to a user request.", ScalingActivities.DetailsOf(instance.SubnetId?.Value, instance.Zone));
        draft.Tag(id, [new("aws:autoscaling:groupName", group.Id.Value)]);
        draft.Put(ScalingLife.Row(draft, group, instance, null) with { ActivityId = activity.Id.Value });
    }
}
