using Haneul.Balancer;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Balancing;

/// <summary>
/// A target's health in AWS's words, out of what the world says and what the nodes found. Pure. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
/// </summary>
internal static class TargetStanding
{
    private static readonly TargetHealth Unused = new("unused", "Target.NotInUse", "Target group is not configured to receive traffic from the load balancer");
    private static readonly TargetHealth Elsewhere = new("unused", "Target.NotInUse", "Target is in an Availability Zone that is not enabled for the load balancer");
    private static readonly TargetHealth Stopped = new("unused", "Target.InvalidState", "Target is in the stopped state");
    private static readonly TargetHealth Unchecked = new("unavailable", "Target.HealthCheckDisabled", "Health checks are not enabled for this target");

    /// <summary>The instance is there, and does not run.</summary>
    public static bool IsStopped(Scope scope, TargetRegistration target) => InstanceOf(scope, target) is { State: InstanceState.Stopping or InstanceState.Stopped };

    /// <summary>The instance has ended for good.</summary>
    public static bool IsLost(Scope scope, TargetGroup group, TargetRegistration target) =>
        group.Type == TargetType.Instance && InstanceOf(scope, target) is null or { State: InstanceState.ShuttingDown or InstanceState.Terminated };

    /// <param name="scope">Where the group lies.</param>
    /// <param name="pool">The group.</param>
    /// <param name="target">One of its targets.</param>
    /// <param name="users">The balancers that forward to the group.</param>
    /// <param name="found">What nodes of those balancers found of the target.</param>
    public static TargetHealth Of(Scope scope, TargetPool pool, PoolTarget target, IReadOnlyList<Fabric.Balancer> users, IEnumerable<SeenHealth> found)
    {
        if (IsStopped(scope, target.Row)) return Stopped;
        if (users.Count == 0) return Unused;
        if (target.Zone is { } zone && !users.Any(b => b.Nodes.Any(n => n.Zone == zone))) return Elsewhere;
        if (!pool.Row.HealthCheck.Enabled) return Unchecked;
        var working = users.SelectMany(b => b.Nodes.Where(n => !n.Dark).Select(n => (b.Arn, n.Zone))).ToHashSet();
        TargetHealth? worse = null;
        foreach (var finding in found.Where(f => working.Contains((f.BalancerArn, f.Zone))))
        {
            if (finding.Health.IsHealthy) return finding.Health;
            if (worse is null || finding.Health.State == "unhealthy") worse = finding.Health;
        }
        // No node that works has said anything, since it or the daemon has begun anew: it stays as it was last known.
        return worse ?? (target.Row.Health.State is "healthy" or "unhealthy" ? target.Row.Health : TargetHealth.Checking);
    }

    private static Instance? InstanceOf(Scope scope, TargetRegistration target) => scope.TryFind(new Id<Instance>(target.TargetId), out var instance) ? instance : null;
}
