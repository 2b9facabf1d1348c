using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Gives whoever prepares an instance more time. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RecordLifecycleActionHeartbeat.html</summary>
public sealed record RecordLifecycleActionHeartbeat : Command<Nothing>
{
    public required string LifecycleHookName { get; init; }

    public required string AutoScalingGroupName { get; init; }

    public string? LifecycleActionToken { get; init; }

    public string? InstanceId { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var (instance, wait) = LifecycleHooks.Held(draft, AutoScalingGroupName, LifecycleHookName, LifecycleActionToken, InstanceId);
        var seconds = draft.Get(LifecycleHook.IdOf(instance.GroupId, wait.Hook)).HeartbeatSeconds;
        var until = draft.Now.AddSeconds(seconds);
        draft.Put(instance with { Waits = instance.Waits.Replace(wait, wait with { Until = until < wait.Ends ? until : wait.Ends }) });
        return Nothing.Value;
    }
}
