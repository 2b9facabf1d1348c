using System.Globalization;
using Haneul.Output;
using Haneul.Scaling.Groups;

namespace Haneul.Commands;

/// <summary>Auto Scaling groups, and what changes of them, as people read them.</summary>
internal static class GroupsPage
{
    public static void Print(Page page, GroupsReport report)
    {
        var manyPlaces = report.Groups.Select(g => (g.Account, g.Region)).Distinct().Count() > 1;
        foreach (var group in report.Groups) Tree(group, manyPlaces).Draw(page);
        if (report.Groups.Count == 0) page.Line("There is no Auto Scaling group");
    }

    public static void Print(Page page, GroupChange change)
    {
        var why = change.Why is { Length: > 0 } told ? Word.Dim($"  {told}") : "";
        page.Indented(0, 10, [Word.Dim(TimeOf(change.Time)), " ", Word.Thing(change.Group), $"  {change.Kind} ", Word.Strong(change.Subject), "  ", .. Way(change), why]);
    }

    private static IEnumerable<Word> Way(GroupChange change) => (change.Before, change.After) switch
    {
        (null, { } after) => [Toned(after)],
        ({ } before, null) => [before, " → ", Word.Dim("gone")],
        ({ } before, { } after) => [before, " → ", Toned(after)],
        _ => [],
    };

    private static Branch Tree(ScalingGroupReport group, bool withPlace)
    {
        var tree = new Branch(
        [
            Word.Thing(group.Name), $"  desired {group.Desired}, min {group.Min}, max {group.Max}, ", group.InService >= group.Desired ? Word.Good($"{group.InService} in service") : Word.Warn($"{group.InService} in service"),
            withPlace ? Word.Dim($"  {group.Region} {group.Account}") : "", group.Deleting ? Word.Warn("  being deleted") : "",
        ]);
        if (group.Suspended.Count > 0) tree.Add(Word.Warn("suspended"), $"  {string.Join(", ", group.Suspended)}");
        if (group.Refresh is { } refresh) tree.Add("instance refresh  ", Word.Warn(refresh));
        foreach (var policy in group.Policies) AddPolicy(tree, policy);
        foreach (var member in group.Instances) tree.Add([.. MemberWords(member)]);
        if (group.Instances.Count == 0) tree.Add(Word.Dim("no instances"));
        foreach (var activity in group.Activities) AddActivity(tree, activity);
        return tree;
    }

    private static void AddPolicy(Branch tree, PolicyReport policy)
    {
        var below = tree.Add(["policy ", Word.Strong(policy.Name), $"  {policy.Type}: {policy.Does}", policy.Enabled ? "" : Word.Warn("  disabled")]);
        foreach (var alarm in policy.Alarms) below.Add([.. AlarmWords(alarm)]);
        if (policy.Alarms.Count == 0) below.Add(Word.Dim("no alarm tells it anything"));
    }

    private static IEnumerable<Word> AlarmWords(AlarmReport alarm)
    {
        yield return "alarm ";
        yield return Word.Strong(alarm.Name);
        yield return "  ";
        yield return Toned(alarm.State);
        yield return $"  {alarm.Metric} {(alarm.Value is { } value ? AlarmReport.Text(value) : "not measured")}, alarm {alarm.Comparison} {AlarmReport.Text(alarm.Threshold)}";
        yield return Word.Dim($"  {alarm.Statistic} of {alarm.PeriodSeconds} s, {alarm.Needed} of {alarm.Periods}{(alarm.Measured is { } at ? $", until {TimeOf(at)}" : "")}");
        if (!alarm.ActionsEnabled) yield return Word.Warn("  tells nobody");
    }

    private static IEnumerable<Word> MemberWords(MemberReport member)
    {
        yield return Word.Thing(member.Name ?? member.Id);
        yield return $"{(member.Name is null ? "" : $" {member.Id}")}  {member.Zone}  ";
        yield return Toned(member.State);
        yield return "  ";
        yield return Toned(member.Health);
        if (member.Complaint is { } complaint) yield return $" ({complaint})";
        foreach (var target in member.Targets)
        {
            yield return "  ";
            yield return Toned(target.State);
            yield return $" in {target.Group}:{target.Port}{(target.Reason is { } reason ? $" ({reason})" : "")}";
        }
        if (member.Protected) yield return "  protected";
    }

    private static void AddActivity(Branch tree, ActivityReport activity)
    {
        var below = tree.Add(Word.Dim($"{TimeOf(activity.Started)} "), Toned(activity.Status), $"  {activity.Description}");
        below.Add(Word.Dim(activity.Cause));
    }

    /// <summary>AWS's words for how something is, in the colour of what they mean.</summary>
    private static Word Toned(string state) => state.Split(' ')[0] switch
    {
        "OK" or "InService" or "Healthy" or "healthy" or "Successful" => Word.Good(state),
        "ALARM" or "Unhealthy" or "unhealthy" or "Failed" => Word.Bad(state),
        "INSUFFICIENT_DATA" or "initial" or "draining" or "unused" or "unavailable" or "InProgress" or "Cancelled" or "Pending" or "Pending:Wait" or "Terminating" or "Terminating:Wait" or "Terminating:Proceed"
            or "Standby" or "EnteringStandby" or "Detaching" => Word.Warn(state),
        _ => state,
    };

    private static string TimeOf(DateTimeOffset time) => time.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
