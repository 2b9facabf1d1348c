namespace Haneul.Model;

/// <summary>Scheduled actions whose time has come. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html</summary>
public static class ScalingSchedule
{
    public static void Run(Draft draft, ScalingGroup group)
    {
        if (group.IsDeleting || group.Suspends(ScalingProcesses.ScheduledActions)) return;
        foreach (var action in draft.All<ScheduledAction>().Marked(group.Id.Value).Where(a => a.Next <= draft.Now).OrderBy(a => a.Next).ToList())
        {
            Take(draft, draft.Get(group.Id), action);
            var next = NextOf(action, draft.Now);
            // One that is over is gone, as on AWS.
            if (next is null) draft.Remove(action.Id);
            else draft.Put(action with { Next = next });
        }
    }

    /// <summary>When an action is taken next, after a time; null: never again.</summary>
    public static DateTimeOffset? NextOf(ScheduledAction action, DateTimeOffset after)
    {
        if (action.Recurrence is not { } recurrence) return action.StartTime > after ? action.StartTime : null;
        var from = action.StartTime is { } start && start > after ? start.AddSeconds(-1) : after;
        return CronSchedule.Parse(recurrence).Next(from, action.TimeZone) is { } next && (action.EndTime is null || next < action.EndTime) ? next : null;
    }

    private static void Take(Draft draft, ScalingGroup group, ScheduledAction action)
    {
        var min = action.Min ?? group.Min;
        var max = action.Max ?? group.Max;
        if (min > max)
        {
            var failed = ScalingActivities.Begin(draft, group, $"Executing scheduled action {action.Name}", $"At {ScalingActivities.At(draft.Now)} the scheduled action {action.Name} would have set the minimum above the maximum.", "{}");
            ScalingActivities.End(draft, failed.Id.Value, "Failed", $"The minimum {min} is more than the maximum {max}");
            return;
        }
        var bounded = draft.Put(group with { Min = min, Max = max });
        ScalingGroups.Resize(draft, bounded, action.Desired ?? group.Desired, $"the scheduled action {action.Name} was executed");
    }
}
