using Haneul.Balancer;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Balancing;

/// <summary>
/// A target's health out of what the nodes found: healthy where any node that works finds it so. Pure. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
/// </summary>
internal static class TargetStanding
{
    /// <summary>The instance is there, and does not run.</summary>
    public static bool IsStopped(Scope scope, TargetRegistration target) => InstanceOf(scope, target) is { State: InstanceState.Stopping or InstanceState.Stopped };

    /// <summary>The instance has ended for good.</summary>
    public static bool IsLost(Scope scope, TargetGroup group, TargetRegistration target) =>
        group.Type == TargetType.Instance && InstanceOf(scope, target) is null or { State: InstanceState.ShuttingDown or InstanceState.Terminated };

    /// <param name="pool">Its group.</param>
    /// <param name="target">One whose health is checked.</param>
    /// <param name="users">The balancers that forward to its group.</param>
    /// <param name="found">What nodes of those balancers found of it.</param>
    public static TargetHealth Of(TargetPool pool, TargetRegistration target, IEnumerable<Fabric.Balancer> users, IEnumerable<SeenHealth> found)
    {
        // What a node found while zones were crossed says nothing any more when they are not.
        var working = users.SelectMany(b => b.Nodes.Where(n => !n.Dark && Checks(pool, target, b, n)).Select(n => (b.Arn, n.Zone))).ToHashSet();
        TargetHealth? worse = null;
        foreach (var finding in found.Where(f => working.Contains((f.BalancerArn, f.Zone))))
        {
            if (finding.Health.IsHealthy) return finding.Health;
            if (worse is null || finding.Health.State == "unhealthy") worse = finding.Health;
        }
        // No node that works has said anything, since it or the daemon has begun anew: it stays as it was last known.
        return worse ?? (target.Health.IsFailing ? target.Health with { State = "unhealthy" } : target.Health.IsHealthy ? target.Health : TargetHealth.Checking);
    }

    /// <summary>A group may let a target that turns unhealthy keep its connections for a while; until when, where that is not over. Before it is told that it is unhealthy nobody knows since when.</summary>
    /// <param name="group">Its group.</param>
    /// <param name="target">As it was last known.</param>
    /// <param name="health">As it is found now.</param>
    /// <param name="now">The time.</param>
    public static (TargetHealth Health, DateTimeOffset? Until) Keeping(TargetGroup group, TargetRegistration target, TargetHealth health, DateTimeOffset now)
    {
        var seconds = TargetGroupSettings.Of(group).UnhealthyDrainingSeconds;
        if (!health.IsFailing || seconds == 0) return (health, null);
        var until = (target.FailingSince ?? now) + TimeSpan.FromSeconds(seconds);
        return now < until ? (health with { State = TargetHealth.KeepingConnections }, until) : (health, null);
    }

    private static bool Checks(TargetPool pool, TargetRegistration target, Fabric.Balancer balancer, BalancerPort node)
    {
        if (TargetGroupSettings.Of(pool.Row).CrossesZones(BalancerSettings.Of(balancer.Row))) return true;
        var zones = pool.Targets.Where(t => t.Row.Id == target.Id).Select(t => t.Zone).ToList();
        return zones.Count == 0 || zones.Exists(z => z is null || z == node.Zone);
    }

    private static Instance? InstanceOf(Scope scope, TargetRegistration target) => scope.TryFind(new Id<Instance>(target.TargetId), out var instance) ? instance : null;
}
