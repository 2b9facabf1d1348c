using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>Instance refreshes on their way: old instances go as far as enough healthy ones are left, or after new ones have come.</summary>
public static class ScalingRefresh
{
    /// <summary>So many launches that fail one after another end a refresh.</summary>
    private const int MostFailures = 5;

    public static InstanceRefresh? Running(Scope scope, ScalingGroup group) =>
        scope.All<InstanceRefresh>().Marked(group.Id.Value).FirstOrDefault(r => !r.IsOver && r.Status is "InProgress" or "RollbackInProgress");

    /// <summary>The one that is not over, whatever it does.</summary>
    public static InstanceRefresh? Current(Scope scope, ScalingGroup group) => scope.All<InstanceRefresh>().Marked(group.Id.Value).FirstOrDefault(r => !r.IsOver);

    /// <summary>So many new instances come before old ones go.</summary>
    public static int Surplus(ScalingGroup group, InstanceRefresh refresh)
    {
        if (refresh.Preferences.MaxHealthyPercent <= 100 || refresh.RestsUntil is not null) return 0;
        return Math.Min(refresh.Left.Length, Math.Max(1, group.Desired * refresh.Preferences.MaxHealthyPercent / 100 - group.Desired));
    }

    public static void Run(Draft draft, ScalingGroup group, ILaunches launches)
    {
        if (Current(draft, group) is not { } refresh || group.Suspends(ScalingProcesses.InstanceRefresh)) return;
        if (group.IsDeleting) Over(draft, refresh, "Cancelled", "The group is being deleted");
        else if (refresh.Status == "Cancelling") Over(draft, refresh, "Cancelled", refresh.StatusReason);
        else if (refresh.Status == "Pending") Begin(draft, group, refresh, launches);
        else if (group.FailedLaunches >= MostFailures) Fail(draft, group, refresh, launches);
        else Go(draft, group, refresh);
    }

    /// <summary>Goes back to what the group launched by before.</summary>
    public static InstanceRefresh RollBack(Draft draft, ScalingGroup group, InstanceRefresh refresh, string reason, ILaunches launches)
    {
        if (refresh.Before is { } before) draft.Put(group with { Launch = before, FailedLaunches = 0, RetryAt = ScalingGroup.NoRetries });
        var left = Old(draft, draft.Get(group.Id), refresh.Preferences with { SkipsMatching = true }, launches);
        return draft.Put(refresh with
        {
            Status = "RollbackInProgress",
            StatusReason = reason,
            RollbackReason = reason,
            RollbackStart = draft.Now,
            RollbackPercent = refresh.Percent,
            RollbackLeft = refresh.Left.Length,
            Left = left,
            Total = left.Length,
            Percent = 0,
            RestsUntil = null,
            Preferences = refresh.Preferences with { Checkpoints = [], RollsBack = false },
        });
    }

    private static void Begin(Draft draft, ScalingGroup group, InstanceRefresh refresh, ILaunches launches)
    {
        var now = refresh.Wanted is { } wanted ? draft.Put(group with { Launch = wanted, FailedLaunches = 0, RetryAt = ScalingGroup.NoRetries }) : group;
        var left = Old(draft, now, refresh.Preferences, launches);
        draft.Put(refresh with { Status = "InProgress", Before = group.Launch, Left = left, Total = left.Length });
    }

    /// <summary>The instances that are to be replaced.</summary>
    private static ImmutableArray<string> Old(Draft draft, ScalingGroup group, RefreshPreferences preferences, ILaunches launches)
    {
        var now = launches.Resolved(draft, group.Launch);
        var all = ScalingTurn.Instances(draft, group.Id).Where(i => !i.IsLeaving && !(preferences.SkipsMatching && IsAs(i, now)));
        if (preferences.OfProtected == "Ignore") all = all.Where(i => !i.IsProtected);
        if (preferences.OfStandby == "Ignore") all = all.Where(i => i.State is not (Lifecycle.Standby or Lifecycle.EnteringStandby));
        return [.. all.OrderBy(i => i.LaunchTime).ThenBy(i => i.Id).Select(i => i.Id.Value)];
    }

    private static bool IsAs(ScalingInstance instance, LaunchSource? now) =>
        instance.Launch is { } was && now is not null && was.TemplateId == now.TemplateId && was.Version == now.Version && was.ConfigurationName == now.ConfigurationName
        && (now.Overrides.IsEmpty || now.Overrides.Any(o => o.InstanceType == instance.InstanceType));

    private static void Go(Draft draft, ScalingGroup group, InstanceRefresh refresh)
    {
        if (refresh.RestsUntil > draft.Now) return;
        var all = ScalingTurn.Instances(draft, group.Id);
        var left = refresh.Left.Where(id => all.Any(i => i.Id.Value == id && !i.IsLeaving)).ToImmutableArray();
        var ready = all.Count(i => i.IsReady(draft.Now, refresh.Preferences.WarmupSeconds ?? group.WarmupSeconds ?? 0));
        var wanted = group.Desired * refresh.Preferences.MinHealthyPercent;
        var needed = (wanted + 99) / 100;
        // Where nothing may be launched beforehand one at least has to go first.
        if (refresh.Preferences.MaxHealthyPercent <= 100) needed = Math.Min(needed, group.Desired - 1);
        var may = Math.Min(ready - needed, AtCheckpoint(refresh) - (refresh.Total - left.Length));
        foreach (var old in left.Select(id => all.First(i => i.Id.Value == id)).Where(i => MayGo(i, refresh.Preferences)).Take(Math.Max(0, may)).ToList())
        {
            ScalingLife.Terminate(draft, group, old, $"At {ScalingActivities.At(draft.Now)} an instance was taken out of service in response to an instance refresh.");
            left = left.Remove(old.Id.Value);
        }
        Tell(draft, group, refresh with { RestsUntil = null }, refresh, left, ready);
    }

    private static bool MayGo(ScalingInstance instance, RefreshPreferences preferences) => instance.State switch
    {
        Lifecycle.InService => !instance.IsProtected || preferences.OfProtected == "Refresh",
        Lifecycle.Standby => preferences.OfStandby == "Terminate",
        _ => false,
    };

    private static int AtCheckpoint(InstanceRefresh refresh) =>
        refresh.CheckpointsPassed < refresh.Preferences.Checkpoints.Length ? (refresh.Total * refresh.Preferences.Checkpoints[refresh.CheckpointsPassed] + 99) / 100 : refresh.Total;

    private static void Tell(Draft draft, ScalingGroup group, InstanceRefresh refresh, InstanceRefresh before, ImmutableArray<string> left, int ready)
    {
        var missing = Math.Max(0, group.Desired - ready);
        var percent = refresh.Total == 0 ? 100 : Math.Clamp(100 * (refresh.Total - left.Length - missing) / refresh.Total, before.Percent, 100);
        var now = refresh with { Left = left, Percent = percent };
        var settled = missing == 0 && ScalingCapacity.Active(draft, group).Count == group.Desired;
        if (settled && now.CheckpointsPassed < now.Preferences.Checkpoints.Length && percent >= now.Preferences.Checkpoints[now.CheckpointsPassed])
        {
            now = now with { CheckpointsPassed = now.CheckpointsPassed + 1, RestsUntil = left.IsEmpty ? null : draft.Now.AddSeconds(now.Preferences.CheckpointDelaySeconds) };
        }
        if (settled && left.IsEmpty) Over(draft, now with { Percent = 100 }, refresh.Status == "RollbackInProgress" ? "RollbackSuccessful" : "Successful", refresh.StatusReason);
        else if (!left.SequenceEqual(before.Left) || now with { Left = before.Left } != before) draft.Put(now);
    }

    private static void Fail(Draft draft, ScalingGroup group, InstanceRefresh refresh, ILaunches launches)
    {
        const string why = "Instances could not be launched; see the scaling activities";
        if (refresh.Preferences.RollsBack) RollBack(draft, group, refresh, why, launches);
        else Over(draft, refresh, refresh.Status == "RollbackInProgress" ? "RollbackFailed" : "Failed", why);
    }

    private static void Over(Draft draft, InstanceRefresh refresh, string status, string? reason) =>
        draft.Put(refresh with { Status = status, StatusReason = reason, EndTime = draft.Now, RestsUntil = null });
}
