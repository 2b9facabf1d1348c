namespace Haneul.Scaling.Groups;

/// <summary>What is otherwise between two looks at groups, in the order in which one thing leads to another: what was measured, alarms, size, instances, targets.</summary>
internal static class GroupChanges
{
    public static IEnumerable<GroupChange> Between(GroupsReport before, GroupsReport after, DateTimeOffset now)
    {
        var old = before.Groups.ToDictionary(KeyOf);
        foreach (var group in after.Groups)
        {
            if (!old.Remove(KeyOf(group), out var was))
            {
                yield return Of(group, now, "group", group.Name, null, SizeOf(group), group.Why);
                was = group with { Policies = [], Instances = [], Activities = [] };
            }
            foreach (var change in Measured(was, group, now).Concat(Alarms(was, group, now)).Concat(Sizes(was, group, now)).Concat(Activities(was, group, now)).Concat(Members(was, group, now))) yield return change;
        }
        foreach (var gone in old.Values) yield return Of(gone, now, "group", gone.Name, SizeOf(gone), null);
    }

    private static (string, string, string) KeyOf(ScalingGroupReport group) => (group.Account, group.Region, group.Name);

    private static string SizeOf(ScalingGroupReport group) => $"desired {group.Desired}, min {group.Min}, max {group.Max}";

    private static GroupChange Of(ScalingGroupReport group, DateTimeOffset now, string kind, string subject, string? before, string? after, string? why = null) =>
        new(now, group.Name, group.Account, group.Region, kind, subject, before, after, why);

    private static Dictionary<string, AlarmReport> AlarmsOf(ScalingGroupReport group) => group.Policies.SelectMany(p => p.Alarms).DistinctBy(a => a.Name).ToDictionary(a => a.Name, StringComparer.Ordinal);

    /// <summary>A metric is told once, however many alarms look at it.</summary>
    private static IEnumerable<GroupChange> Measured(ScalingGroupReport was, ScalingGroupReport group, DateTimeOffset now)
    {
        var old = AlarmsOf(was);
        foreach (var alarms in AlarmsOf(group).Values.GroupBy(a => (a.Namespace, a.Metric, string.Join('|', a.Dimensions), a.Statistic, a.PeriodSeconds)))
        {
            var one = alarms.First();
            var last = old.GetValueOrDefault(one.Name);
            if (one.Value is not { } value || last?.Measured == one.Measured) continue;
            yield return Of(group, now, "metric", one.Metric, last?.Value is { } v ? AlarmReport.Text(v) : null, AlarmReport.Text(value), string.Join(", ", alarms.Select(a => $"{a.Comparison} {AlarmReport.Text(a.Threshold)} is {a.Name}")));
        }
    }

    private static IEnumerable<GroupChange> Alarms(ScalingGroupReport was, ScalingGroupReport group, DateTimeOffset now)
    {
        var old = AlarmsOf(was);
        foreach (var alarm in AlarmsOf(group).Values)
        {
            var state = old.Remove(alarm.Name, out var last) ? last.State : null;
            if (state != alarm.State) yield return Of(group, now, "alarm", alarm.Name, state, alarm.State, alarm.Reason);
        }
        foreach (var gone in old.Values) yield return Of(group, now, "alarm", gone.Name, gone.State, null);
    }

    private static IEnumerable<GroupChange> Sizes(ScalingGroupReport was, ScalingGroupReport group, DateTimeOffset now)
    {
        (string Name, int Before, int After, string? Why)[] sizes = [("min", was.Min, group.Min, null), ("max", was.Max, group.Max, null), ("desired", was.Desired, group.Desired, group.Why)];
        foreach (var (name, before, after, why) in sizes)
        {
            if (before != after) yield return Of(group, now, "size", name, $"{before}", $"{after}", why);
        }
        if (group.Deleting && !was.Deleting) yield return Of(group, now, "group", group.Name, "there", "being deleted");
    }

    /// <summary>What went wrong; what goes well is seen at the instances.</summary>
    private static IEnumerable<GroupChange> Activities(ScalingGroupReport was, ScalingGroupReport group, DateTimeOffset now)
    {
        var old = was.Activities.ToHashSet();
        foreach (var failed in group.Activities.Reverse().Where(a => a.Status is "Failed" or "Cancelled" && !old.Contains(a))) yield return Of(group, now, "activity", failed.Description, null, failed.Status, failed.Message);
    }

    private static IEnumerable<GroupChange> Members(ScalingGroupReport was, ScalingGroupReport group, DateTimeOffset now)
    {
        var old = was.Instances.ToDictionary(i => i.Id, StringComparer.Ordinal);
        foreach (var member in group.Instances)
        {
            var last = old.Remove(member.Id, out var found) ? found : null;
            if (last?.State != member.State) yield return Of(group, now, "instance", member.Id, last?.State, member.State, last is null ? member.Zone : CauseOf(group, member));
            if ((last?.Health ?? "Healthy") != member.Health) yield return Of(group, now, "health", member.Id, last?.Health, member.Health, member.Complaint);
            if (last is not null && last.Protected != member.Protected) yield return Of(group, now, "protection", member.Id, Protection(last), Protection(member));
            foreach (var change in Targets(last, member, group, now)) yield return change;
        }
        foreach (var gone in old.Values)
        {
            foreach (var target in gone.Targets) yield return Of(group, now, "target", gone.Id, Standing(target), null);
            yield return Of(group, now, "instance", gone.Id, gone.State, null);
        }
    }

    private static IEnumerable<GroupChange> Targets(MemberReport? was, MemberReport member, ScalingGroupReport group, DateTimeOffset now)
    {
        var old = (was?.Targets ?? []).ToDictionary(t => (t.Group, t.Port));
        foreach (var target in member.Targets)
        {
            var last = old.Remove((target.Group, target.Port), out var found) ? found : null;
            if (last?.State != target.State) yield return Of(group, now, "target", member.Id, last is null ? null : Standing(last), Standing(target), target.Reason);
        }
        foreach (var gone in old.Values) yield return Of(group, now, "target", member.Id, Standing(gone), null);
    }

    private static string Standing(TargetStateReport target) => $"{target.State} in {target.Group}:{target.Port}";

    private static string Protection(MemberReport member) => member.Protected ? "protected" : "not protected";

    /// <summary>Of what is going on with an instance that leaves.</summary>
    private static string? CauseOf(ScalingGroupReport group, MemberReport member) =>
        group.Activities.FirstOrDefault(a => a.Ended is null && a.Description.Contains(member.Id, StringComparison.Ordinal))?.Cause;
}
