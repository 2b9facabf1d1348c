using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Making hooks, and completing what they hold.</summary>
internal static class LifecycleHooks
{
    private const int MostPerGroup = 50, LeastSeconds = 30, MostSeconds = 7200;

    public static void Put(Draft draft, ScalingGroup group, PutLifecycleHook asked)
    {
        var id = LifecycleHook.IdOf(group.Id, ScalingLookups.Name("hook's name", asked.LifecycleHookName));
        var before = draft.Find<LifecycleHook>(id);
        if (before is null && draft.All<LifecycleHook>().CountMarked(group.Id.Value) >= MostPerGroup) throw new Fault("LimitExceeded", $"A group has {MostPerGroup} lifecycle hooks at most");
        var transition = asked.LifecycleTransition ?? before?.Transition ?? throw ScalingFaults.Invalid("LifecycleTransition is required for a new hook");
        if (transition is not (LifecycleHook.Launching or LifecycleHook.TerminatingName)) throw ScalingFaults.Invalid($"Invalid lifecycle transition: {transition}");
        if (asked.HeartbeatTimeout is < LeastSeconds or > MostSeconds) throw ScalingFaults.Invalid($"HeartbeatTimeout is {LeastSeconds} to {MostSeconds} seconds");
        if (asked.DefaultResult is not (null or "CONTINUE" or "ABANDON")) throw ScalingFaults.Invalid($"Invalid default result: {asked.DefaultResult}. It is CONTINUE or ABANDON");
        draft.Put(new LifecycleHook
        {
            Id = id,
            GroupId = group.Id,
            Name = asked.LifecycleHookName,
            Transition = transition,
            HeartbeatSeconds = asked.HeartbeatTimeout ?? before?.HeartbeatSeconds ?? 3600,
            DefaultResult = asked.DefaultResult ?? before?.DefaultResult ?? "ABANDON",
            Metadata = asked.NotificationMetadata ?? before?.Metadata,
            NotificationTargetArn = asked.NotificationTargetArn ?? before?.NotificationTargetArn,
            RoleArn = asked.RoleArn ?? before?.RoleArn,
        });
    }

    /// <summary>The instance that a hook holds, by its id or the action's token.</summary>
    public static (ScalingInstance Instance, HookWait Wait) Held(Scope scope, string groupName, string hookName, string? token, string? instanceId)
    {
        var group = ScalingLookups.Group(scope, groupName);
        var hook = ScalingLookups.Hook(scope, group, hookName);
        if (token is null && instanceId is null) throw ScalingFaults.Invalid("Either LifecycleActionToken or InstanceId is needed");
        foreach (var instance in ScalingTurn.Instances(scope, group.Id).Where(i => instanceId is null || i.Id.Value == instanceId))
        {
            if (instance.Waits.FirstOrDefault(w => w.Hook == hook.Name && (token is null || w.Token == token)) is { } wait) return (instance, wait);
        }
        throw ScalingFaults.Invalid(token is null ? $"No active Lifecycle Action found with instance ID {instanceId}" : $"No active Lifecycle Action found with token {token}");
    }
}
