using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Deletes scheduled actions; those that are not there are told. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_BatchDeleteScheduledAction.html</summary>
public sealed record BatchDeleteScheduledAction : Command<BatchDeleteScheduledAction.Result>
{
    public required string AutoScalingGroupName { get; init; }

    public required IReadOnlyList<string> ScheduledActionNames { get; init; }

    public sealed record Result(IReadOnlyList<FailedScheduledChange> FailedScheduledActions);

    public override Result Apply(Draft draft)
    {
        var group = ScalingLookups.Group(draft, AutoScalingGroupName);
        var failed = new List<FailedScheduledChange>();
        foreach (var name in ScheduledActionNames)
        {
            var id = ScheduledAction.IdOf(group.Id, name);
            if (draft.TryFind(id, out _)) draft.Remove(id);
            else failed.Add(new FailedScheduledChange(name, "ValidationError", $"Scheduled action {name} not found"));
        }
        return new Result(failed);
    }
}
