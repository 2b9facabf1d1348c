using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Lets an instance go on that a hook holds, or abandons it. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CompleteLifecycleAction.html</summary>
public sealed record CompleteLifecycleAction : Command<Nothing>
{
    public required string LifecycleHookName { get; init; }

    public required string AutoScalingGroupName { get; init; }

    public string? LifecycleActionToken { get; init; }

    public required string LifecycleActionResult { get; init; }

    public string? InstanceId { get; init; }

    public override Nothing Apply(Draft draft)
    {
        if (LifecycleActionResult is not ("CONTINUE" or "ABANDON")) throw ScalingFaults.Invalid($"Invalid lifecycle action result: {LifecycleActionResult}. It is CONTINUE or ABANDON");
        var (instance, wait) = LifecycleHooks.Held(draft, AutoScalingGroupName, LifecycleHookName, LifecycleActionToken, InstanceId);
        ScalingHooks.Complete(draft, instance, wait, LifecycleActionResult);
        return Nothing.Value;
    }
}
