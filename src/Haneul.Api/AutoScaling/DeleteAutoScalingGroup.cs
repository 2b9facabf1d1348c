using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Deletes a group; with force, its instances as well. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteAutoScalingGroup.html</summary>
public sealed record DeleteAutoScalingGroup : Command<Nothing>
{
    public required string AutoScalingGroupName { get; init; }

    public bool ForceDelete { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var group = ScalingLookups.Living(draft, AutoScalingGroupName);
        var instances = ScalingTurn.Instances(draft, group.Id);
        if (instances.Count == 0)
        {
            ScalingGroups.Remove(draft, group);
            return Nothing.Value;
        }
        if (!ForceDelete) throw ScalingFaults.InUse("You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.");
        var deleting = draft.Put(group with { IsDeleting = true, Min = 0, Desired = 0 });
        foreach (var instance in instances.Where(i => !i.IsLeaving))
        {
            ScalingLife.Terminate(draft, deleting, instance, $"At {ScalingActivities.At(draft.Now)} a user request force deleted AutoScalingGroup changing the desired capacity from {group.Desired} to 0.");
        }
        return Nothing.Value;
    }
}
