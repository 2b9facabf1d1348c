using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Deletes a lifecycle hook; what it holds goes on. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteLifecycleHook.html</summary>
public sealed record DeleteLifecycleHook : Command<Nothing>
{
    public required string LifecycleHookName { get; init; }

    public required string AutoScalingGroupName { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var group = ScalingLookups.Group(draft, AutoScalingGroupName);
        var hook = ScalingLookups.Hook(draft, group, LifecycleHookName);
        // As on AWS: launches are abandoned, terminations continue.
        foreach (var instance in ScalingTurn.Instances(draft, group.Id))
        {
            if (instance.Waits.FirstOrDefault(w => w.Hook == hook.Name) is { } wait) ScalingHooks.Complete(draft, instance, wait, instance.State == Lifecycle.PendingWait ? "ABANDON" : "CONTINUE");
        }
        draft.Remove(hook.Id);
        return Nothing.Value;
    }
}
