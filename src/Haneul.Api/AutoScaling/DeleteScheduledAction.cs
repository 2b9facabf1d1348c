using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Deletes a scheduled action. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteScheduledAction.html</summary>
public sealed record DeleteScheduledAction : Command<Nothing>
{
    public required string AutoScalingGroupName { get; init; }

    public required string ScheduledActionName { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var id = ScheduledAction.IdOf(ScalingLookups.Group(draft, AutoScalingGroupName).Id, ScheduledActionName);
        if (!draft.TryFind(id, out _)) throw ScalingFaults.Invalid($"Scheduled action name not found - Scheduled action {ScheduledActionName} not found");
        draft.Remove(id);
        return Nothing.Value;
    }
}
