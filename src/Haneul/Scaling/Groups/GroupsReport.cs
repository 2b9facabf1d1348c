using Haneul.Api.CloudWatch;
using Haneul.Model;

namespace Haneul.Scaling.Groups;

/// <summary>Auto Scaling groups, as <c>GET /_haneul/groups</c> and <c>haneul groups --json</c> give them.</summary>
internal sealed record GroupsReport(IReadOnlyList<ScalingGroupReport> Groups)
{
    /// <summary>Those of all accounts and regions, by name; or those of one name.</summary>
    /// <param name="world">The world.</param>
    /// <param name="metrics">What alarms read.</param>
    /// <param name="now">The time.</param>
    /// <param name="name">Null: all.</param>
    public static GroupsReport Of(World world, IMetrics metrics, DateTimeOffset now, string? name = null) => new(
    [
        .. world.Everywhere<ScalingGroup>().Where(g => name is null || g.Row.Id.Value == name)
            .OrderBy(g => g.Row.Id.Value, StringComparer.Ordinal).ThenBy(g => $"{g.Place}", StringComparer.Ordinal)
            .Select(g => ScalingGroupReport.Of(world.At(g.Place), metrics, now, g.Row)),
    ]);
}

/// <summary>An Auto Scaling group as a person wants to see it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Account">Whose.</param>
/// <param name="Region">Where.</param>
/// <param name="Min">The least instances.</param>
/// <param name="Max">The most.</param>
/// <param name="Desired">As many as are wanted now.</param>
/// <param name="Why">Why so many are wanted, in AWS's sentence.</param>
/// <param name="InService">As many serve.</param>
/// <param name="Deleting">It goes when its last instance has gone.</param>
/// <param name="Suspended">Processes that do not run, by AWS's names.</param>
/// <param name="Refresh">An instance refresh that goes on: its state and how far it is.</param>
/// <param name="Policies">By name.</param>
/// <param name="Instances">By zone and id.</param>
/// <param name="Activities">Those going on, then the last few, each the latest first.</param>
internal sealed record ScalingGroupReport(
    string Name, string Account, string Region, int Min, int Max, int Desired, string Why, int InService, bool Deleting, IReadOnlyList<string> Suspended, string? Refresh,
    IReadOnlyList<PolicyReport> Policies, IReadOnlyList<MemberReport> Instances, IReadOnlyList<ActivityReport> Activities)
{
    /// <summary>So many activities that are over are told.</summary>
    private const int LastActivities = 5;

    public static ScalingGroupReport Of(Scope scope, IMetrics metrics, DateTimeOffset now, ScalingGroup group)
    {
        var members = ScalingTurn.Instances(scope, group.Id);
        var activities = scope.All<ScalingActivity>().Marked(group.Id.Value).Where(a => a.GroupUuid == group.Uuid).OrderByDescending(a => a.StartTime).ThenByDescending(a => a.Id).ToList();
        return new ScalingGroupReport(
            group.Id.Value, scope.Account, scope.Region, group.Min, group.Max, group.Desired, group.DesiredCause, members.Count(i => i.State == Lifecycle.InService), group.IsDeleting, [.. group.Suspended.Keys],
            ScalingRefresh.Running(scope, group) is { } refresh ? $"{refresh.Status} {refresh.Percent} %" : null,
            [.. scope.All<ScalingPolicy>().Marked(group.Id.Value).OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => PolicyReport.Of(scope, metrics, now, p))],
            [.. members.OrderBy(i => i.Zone, StringComparer.Ordinal).ThenBy(i => i.Id).Select(i => MemberReport.Of(scope, i))],
            [.. activities.Where(a => a.EndTime is null).Concat(activities.Where(a => a.EndTime is not null).Take(LastActivities)).Select(ActivityReport.Of)]);
    }
}

/// <summary>An instance of a group: how far it has come, and how it does.</summary>
/// <param name="Id">The instance's.</param>
/// <param name="Name">Its Name tag.</param>
/// <param name="Zone">Its zone.</param>
/// <param name="State">AWS's lifecycle state: Pending, InService, Terminating:Wait …</param>
/// <param name="Health">Healthy or Unhealthy, as the group takes it.</param>
/// <param name="Complaint">What found it unhealthy.</param>
/// <param name="Protected">Scaling in leaves it alone.</param>
/// <param name="Targets">How it does in each target group that it is in, draining ones included.</param>
internal sealed record MemberReport(string Id, string? Name, string Zone, string State, string Health, string? Complaint, bool Protected, IReadOnlyList<TargetStateReport> Targets)
{
    public static MemberReport Of(Scope scope, ScalingInstance member) => new(
        member.Id.Value, scope.NameOf(member.Id.Value), member.Zone, LifecycleWords.Of(member.State), member.IsHealthy ? "Healthy" : "Unhealthy", member.Complaint, member.IsProtected,
        [
            .. scope.All<TargetRegistration>().Marked(member.Id.Value).OrderBy(t => t.Id)
                .Select(t => new TargetStateReport(scope.Find<TargetGroup>(t.GroupId)?.Name ?? t.GroupId.Value, t.Port, t.Health.State, t.Health.Reason)),
        ]);
}

/// <summary>An instance as a target: how it does there, and why.</summary>
internal sealed record TargetStateReport(string Group, int Port, string State, string? Reason);

/// <summary>Something that a group does or did.</summary>
/// <param name="Description">What.</param>
/// <param name="Cause">Why.</param>
/// <param name="Status">InProgress, Successful, Failed …</param>
/// <param name="Message">What went wrong.</param>
/// <param name="Started">When it began.</param>
/// <param name="Ended">When it was over.</param>
internal sealed record ActivityReport(string Description, string Cause, string Status, string? Message, DateTimeOffset Started, DateTimeOffset? Ended)
{
    public static ActivityReport Of(ScalingActivity a) => new(a.Description, a.Cause, a.Status, a.StatusMessage, a.StartTime, a.EndTime);
}
