namespace Haneul.Model;

/// <summary>Changing a group's size, and removing it with what belongs to it.</summary>
public static class ScalingGroups
{
    /// <summary>Sets the desired capacity, within the bounds; <paramref name="why"/> is the beginning of AWS's sentence ("a user request …").</summary>
    public static ScalingGroup Resize(Draft draft, ScalingGroup group, int desired, string why)
    {
        var to = Math.Clamp(desired, group.Min, group.Max);
        if (to == group.Desired) return draft.Put(group);
        return draft.Put(group with { Desired = to, DesiredCause = $"At {ScalingActivities.At(draft.Now)} {why} changing the desired capacity from {group.Desired} to {to}." });
    }

    /// <summary>Takes a group out of the world, with its hooks, policies and their alarms, scheduled actions and refreshes. Activities stay for those who ask.</summary>
    public static void Remove(Draft draft, ScalingGroup group)
    {
        foreach (var hook in draft.All<LifecycleHook>().Marked(group.Id.Value).ToList()) draft.Remove(hook.Id);
        foreach (var policy in draft.All<ScalingPolicy>().Marked(group.Id.Value).ToList()) ScalingPolicies.Remove(draft, policy);
        foreach (var action in draft.All<ScheduledAction>().Marked(group.Id.Value).ToList()) draft.Remove(action.Id);
        foreach (var refresh in draft.All<InstanceRefresh>().Marked(group.Id.Value).ToList()) draft.Remove(refresh.Id);
        draft.Remove(group.Id);
    }
}
