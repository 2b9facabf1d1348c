using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Makes or replaces scheduled actions; those that cannot be are told. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_BatchPutScheduledUpdateGroupAction.html</summary>
public sealed record BatchPutScheduledUpdateGroupAction : Command<BatchPutScheduledUpdateGroupAction.Result>
{
    private const int Most = 50;

    public required string AutoScalingGroupName { get; init; }

    public required IReadOnlyList<ScheduledChange> ScheduledUpdateGroupActions { get; init; }

    public sealed record Result(IReadOnlyList<FailedScheduledChange> FailedScheduledUpdateGroupActions);

    public override Result Apply(Draft draft)
    {
        var group = ScalingLookups.Living(draft, AutoScalingGroupName);
        if (ScheduledUpdateGroupActions.Count > Most) throw ScalingFaults.Invalid($"A call has {Most} scheduled actions at most");
        var failed = new List<FailedScheduledChange>();
        foreach (var one in ScheduledUpdateGroupActions)
        {
            try
            {
                // Everything is checked before the row is put.
                one.Put(draft, group);
            }
            catch (Fault fault)
            {
                failed.Add(new FailedScheduledChange(one.ScheduledActionName, fault.Code, fault.Message));
            }
        }
        return new Result(failed);
    }
}

/// <summary>A scheduled action that was not made or deleted, and why.</summary>
public sealed record FailedScheduledChange(string ScheduledActionName, string ErrorCode, string ErrorMessage);
