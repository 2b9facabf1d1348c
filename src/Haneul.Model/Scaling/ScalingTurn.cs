namespace Haneul.Model;

/// <summary>
/// The engine of Auto Scaling: what a group does next, given the world and the time. Every turn is a step of its own whose outcome is rows, so that a daemon killed at any moment goes on where it was.
/// https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-groups.html
/// </summary>
public static class ScalingTurn
{
    /// <summary>A launch that failed is tried again after so long, then after twice as long, up to the longest.</summary>
    private const int FirstRetrySeconds = 15, LongestRetrySeconds = 300, MostDoublings = 5;

    /// <summary>Everything but launches, which may fail and are steps of their own. Changes nothing where nothing is to be done.</summary>
    public static void Run(Draft draft, Id<ScalingGroup> id, ILaunches launches)
    {
        if (!draft.TryFind(id, out var group)) return;
        ScalingSchedule.Run(draft, group);
        foreach (var instance in Instances(draft, id))
        {
            if (draft.TryFind(instance.Id, out var here)) ScalingLife.Advance(draft, draft.Get(id), here);
        }
        ScalingHealth.Check(draft, draft.Get(id));
        ScalingRefresh.Run(draft, draft.Get(id), launches);
        Renew(draft, draft.Get(id));
        Shrink(draft, draft.Get(id), launches);
        Cool(draft, draft.Get(id));
        End(draft, draft.Get(id));
    }

    /// <summary>Launches the next instance that is missing; false where none is. A fault is for <see cref="Failed"/>.</summary>
    public static bool Launch(Draft draft, Id<ScalingGroup> id, ILaunches launches)
    {
        if (!draft.TryFind(id, out var group) || ScalingCapacity.NextLaunch(draft, group, draft.Now) is not { } wish) return false;
        var source = launches.Resolved(draft, group.Launch);
        var instance = launches.Launch(draft, group, draft.Get(wish.SubnetId));
        ScalingLife.Enter(draft, group, instance, source, wish.Cause);
        if (group.FailedLaunches > 0) draft.Put(group with { FailedLaunches = 0, RetryAt = group.RetryAt.Remove(wish.Zone) });
        return true;
    }

    /// <summary>A launch was refused: it is written down, and the zone left alone for a while.</summary>
    public static void Failed(Draft draft, Id<ScalingGroup> id, LaunchWish wish, string message)
    {
        if (!draft.TryFind(id, out var group)) return;
        var wait = Math.Min(LongestRetrySeconds, FirstRetrySeconds << Math.Min(MostDoublings, group.FailedLaunches));
        var activity = ScalingActivities.Begin(draft, group, "Launching a new EC2 instance.  Status Reason: " + message, wish.Cause, ScalingActivities.DetailsOf(wish.SubnetId.Value, wish.Zone));
        ScalingActivities.End(draft, activity.Id.Value, "Failed", message + " Launching EC2 instance failed.");
        draft.Put(group with { FailedLaunches = group.FailedLaunches + 1, RetryAt = group.RetryAt.SetItem(wish.Zone, draft.Now.AddSeconds(wait)) });
    }

    public static IReadOnlyList<ScalingInstance> Instances(Scope scope, Id<ScalingGroup> id) => [.. scope.All<ScalingInstance>().Marked(id.Value)];

    /// <summary>Instances beyond the greatest age go, one at a time, while all others serve.</summary>
    private static void Renew(Draft draft, ScalingGroup group)
    {
        if (group.MaxInstanceLifetimeSeconds is not { } most || group.IsDeleting || group.Suspends(ScalingProcesses.Terminate)) return;
        var all = Instances(draft, group.Id);
        if (all.Any(i => i.State is not (Lifecycle.InService or Lifecycle.Standby)) || ScalingCapacity.Active(draft, group).Count < group.Desired) return;
        var oldest = all.Where(i => i.State == Lifecycle.InService && i.LaunchTime.AddSeconds(most) <= draft.Now).MinBy(i => i.LaunchTime);
        if (oldest is not null) ScalingLife.Terminate(draft, group, oldest, $"At {ScalingActivities.At(draft.Now)} an instance was taken out of service in response to a max instance lifetime of {most} seconds.");
    }

    private static void Shrink(Draft draft, ScalingGroup group, ILaunches launches)
    {
        for (var most = Instances(draft, group.Id).Count; most > 0 && ScalingCapacity.NextVictim(draft, group, launches) is { } victim; most--)
        {
            var have = ScalingCapacity.Active(draft, group).Count;
            var at = ScalingActivities.At(draft.Now);
            var why = have > group.Desired ? $"{group.DesiredCause}  At {at} an instance was taken out of service in response to a difference between desired and actual capacity, shrinking the capacity from {have} to {have - 1}." : $"At {at} an instance was taken out of service.";
            ScalingLife.Terminate(draft, group, victim, $"{why}  At {at} instance {victim.Id} was selected for termination.");
        }
    }

    /// <summary>A cooldown begins when what was asked for is there.</summary>
    private static void Cool(Draft draft, ScalingGroup group)
    {
        if (group.CooldownToCome is not { } seconds) return;
        var all = Instances(draft, group.Id);
        if (all.Any(i => i.State is not (Lifecycle.InService or Lifecycle.Standby)) || ScalingCapacity.Active(draft, group).Count != group.Desired) return;
        draft.Put(group with { CooldownToCome = null, CooldownUntil = draft.Now.AddSeconds(seconds) });
    }

    private static void End(Draft draft, ScalingGroup group)
    {
        if (group.IsDeleting && Instances(draft, group.Id).Count == 0) ScalingGroups.Remove(draft, group);
    }
}
