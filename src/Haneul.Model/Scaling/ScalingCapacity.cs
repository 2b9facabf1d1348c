namespace Haneul.Model;

/// <summary>
/// How many instances a group is to have and where: as many as desired, spread evenly over the zones that work.
/// https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html#AutoScalingBehavior.Rebalancing
/// </summary>
public static class ScalingCapacity
{
    public static List<ScalingInstance> Active(Scope scope, ScalingGroup group) => [.. scope.All<ScalingInstance>().Marked(group.Id.Value).Where(i => i.IsActive)];

    /// <summary>The launch that is missing, if any.</summary>
    public static LaunchWish? NextLaunch(Scope scope, ScalingGroup group, DateTimeOffset now)
    {
        if (group.IsDeleting || group.Suspends(ScalingProcesses.Launch)) return null;
        var active = Active(scope, group);
        var usable = Usable(scope, group, now);
        if (usable.Count == 0 || active.Count >= group.Desired + Surplus(scope, group, active, usable)) return null;
        var counts = usable.ToDictionary(z => z, z => active.Count(i => i.Zone == z), StringComparer.Ordinal);
        foreach (var zone in usable.OrderBy(z => counts[z]).ThenBy(z => z, StringComparer.Ordinal))
        {
            if (SubnetIn(scope, group, zone) is { } subnet) return new LaunchWish(zone, subnet.Id, CauseOf(group, active.Count, now));
        }
        return null;
    }

    /// <summary>
    /// So many more than desired are wanted for a while: one where zones are out of balance, so that it is there before another one goes; some while an instance refresh launches first.
    /// </summary>
    public static int Surplus(Scope scope, ScalingGroup group, List<ScalingInstance> active, List<string> usable)
    {
        if (ScalingRefresh.Running(scope, group) is { } refresh) return ScalingRefresh.Surplus(group, refresh);
        return IsUneven(group, active, usable) ? 1 : 0;
    }

    /// <summary>The instance that is to go since there are too many; null where none is or may.</summary>
    public static ScalingInstance? NextVictim(Draft draft, ScalingGroup group, ILaunches launches)
    {
        if (group.Suspends(ScalingProcesses.Terminate)) return null;
        var active = Active(draft, group);
        var usable = Usable(draft, group, draft.Now);
        var serving = active.Count(i => i.State == Lifecycle.InService);
        if (serving <= group.Desired && active.Count <= group.Desired + Surplus(draft, group, active, usable)) return null;
        if (serving > group.Desired && ScalingRefresh.Running(draft, group) is { } refresh && serving <= group.Desired + ScalingRefresh.Surplus(group, refresh)) return null;
        var free = active.Where(i => !i.IsProtected && i.State == Lifecycle.InService).ToList();
        if (free.Count == 0) free = [.. active.Where(i => !i.IsProtected)];
        if (free.Count == 0) return null;
        var fullest = free.GroupBy(i => i.Zone).OrderByDescending(z => ZoneFailure.DarkSince(draft, z.Key) is not null).ThenByDescending(z => active.Count(i => i.Zone == z.Key)).ThenBy(z => z.Key, StringComparer.Ordinal).First();
        return TerminationPolicies.Choose(draft, group, [.. fullest], launches);
    }

    /// <summary>Zones of the group in which something can be launched now.</summary>
    public static List<string> Usable(Scope scope, ScalingGroup group, DateTimeOffset now) =>
    [
        .. group.Zones.Where(z => ZoneFailure.DarkSince(scope, z) is null && !(group.RetryAt.TryGetValue(z, out var at) && at > now) && SubnetIn(scope, group, z) is not null),
    ];

    public static Subnet? SubnetIn(Scope scope, ScalingGroup group, string zone)
    {
        if (group.SubnetIds.IsEmpty) return scope.All<Subnet>().Where(s => s.DefaultForAz && s.Zone == zone).FirstOrDefault();
        return group.SubnetIds.Select(id => scope.Find<Subnet>(id)).OfType<Subnet>().Where(s => s.Zone == zone)
            .OrderBy(s => scope.All<Instance>().CountMarked(s.Id.Value)).ThenBy(s => s.Id).FirstOrDefault();
    }

    /// <summary>One zone has two more than another that works, and may give one.</summary>
    private static bool IsUneven(ScalingGroup group, List<ScalingInstance> active, List<string> usable)
    {
        if (group.Suspends(ScalingProcesses.ZoneRebalance) || group.Suspends(ScalingProcesses.Terminate) || usable.Count == 0) return false;
        var least = usable.Min(z => active.Count(i => i.Zone == z));
        return active.Where(i => !i.IsProtected).GroupBy(i => i.Zone).Any(z => active.Count(i => i.Zone == z.Key) > least + 1);
    }

    private static string CauseOf(ScalingGroup group, int have, DateTimeOffset now) =>
        have < group.Desired
            ? $"{group.DesiredCause}  At {ScalingActivities.At(now)} an instance was started in response to a difference between desired and actual capacity, increasing the capacity from {have} to {have + 1}."
            : $"At {ScalingActivities.At(now)} an instance was launched to rebalance or replace instances, before another one is ended.";
}
