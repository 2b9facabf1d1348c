namespace Haneul.Model;

/// <summary>Lifecycle hooks that hold an instance. Several hold it together: it goes on when the last has let go; one that abandons decides for all.</summary>
public static class ScalingHooks
{
    /// <summary>Holds the instance by the hooks of a transition; null where there are none.</summary>
    public static ScalingInstance? Ask(Draft draft, ScalingGroup group, ScalingInstance instance, string transition, Lifecycle waiting)
    {
        var hooks = draft.All<LifecycleHook>().Marked(group.Id.Value).Where(h => h.Transition == transition).ToList();
        if (hooks.Count == 0) return null;
        return draft.Put(instance with
        {
            State = waiting,
            AskedHooks = true,
            Waits = [.. hooks.Select(h => new HookWait(h.Name, ScalingActivities.Uuid(draft), draft.Now.AddSeconds(h.HeartbeatSeconds), draft.Now.AddSeconds(h.GlobalSeconds)))],
        });
    }

    /// <summary>Lets hooks go whose time is over, as each says; null where the instance was abandoned.</summary>
    public static ScalingInstance? Expire(Draft draft, ScalingInstance instance)
    {
        var held = instance;
        foreach (var wait in instance.Waits)
        {
            if (wait.Until > draft.Now) continue;
            var result = draft.TryFind(LifecycleHook.IdOf(instance.GroupId, wait.Hook), out var hook) ? hook.DefaultResult : "CONTINUE";
            if (Complete(draft, held, wait, result) is not { } left) return null;
            held = left;
        }
        return held;
    }

    /// <summary>A hook lets go: CONTINUE, or ABANDON. Null where the instance, launching, was abandoned: it is terminated then.</summary>
    public static ScalingInstance? Complete(Draft draft, ScalingInstance instance, HookWait wait, string result)
    {
        if (result == "ABANDON" && instance.State == Lifecycle.PendingWait)
        {
            ScalingActivities.End(draft, instance.ActivityId, "Cancelled", $"Lifecycle hook {wait.Hook} was abandoned for instance {instance.Id}");
            var cause = $"At {ScalingActivities.At(draft.Now)} an instance was taken out of service in response to a lifecycle action that was abandoned.";
            ScalingLife.Terminate(draft, draft.Get(instance.GroupId), instance with { ActivityId = null, Waits = [] }, cause);
            return null;
        }
        return draft.Put(instance with { Waits = result == "ABANDON" ? [] : instance.Waits.Remove(wait) });
    }
}
