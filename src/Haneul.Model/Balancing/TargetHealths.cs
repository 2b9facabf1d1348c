namespace Haneul.Model;

/// <summary>A target's health as AWS tells it: what follows from the cloud itself, else what the balancers reported. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html</summary>
public static class TargetHealths
{
    /// <summary>The health of a registered target.</summary>
    public static TargetHealth Of(Scope scope, TargetGroup group, TargetRegistration target)
    {
        if (target.DrainingSince is not null) return TargetHealth.Draining;
        if (NotUsed(scope, group, target) is { } unused) return unused;
        return group.HealthCheck.Enabled ? target.Health : new("unavailable", "Target.HealthCheckDisabled", "Health checks are not enabled for this target");
    }

    /// <summary>Of one that is not registered.</summary>
    public static TargetHealth NotRegistered { get; } = new("unused", "Target.NotRegistered", "Target is not registered to the target group");

    /// <summary>No balancer sends it anything: taking it out needs no time.</summary>
    public static bool IsIdle(Scope scope, TargetGroup group, TargetRegistration target) => group.Type == TargetType.Lambda || NotUsed(scope, group, target) is not null;

    /// <summary>Why no balancer checks a target; null where one does.</summary>
    public static TargetHealth? NotUsed(Scope scope, TargetGroup group, TargetRegistration target)
    {
        var balancers = TargetGroups.BalancersOf(scope, group).ToList();
        if (balancers.Count == 0) return new("unused", "Target.NotInUse", "Target group is not configured to receive traffic from the load balancer");
        if (group.Type == TargetType.Instance && !(scope.Find<Instance>(new Id<Instance>(target.TargetId)) is { State: InstanceState.Running or InstanceState.Pending }))
        {
            return new("unused", "Target.InvalidState", "Target is in the stopped or terminated state");
        }
        if (ZoneOf(scope, group, target) is { } zone && balancers.All(b => b.Nodes.All(n => n.Zone != zone)))
        {
            return new("unused", "Target.NotInUse", "Target is in an Availability Zone that is not enabled for the load balancer");
        }
        return null;
    }

    /// <summary>The zone that a target stands in; null for what is in none.</summary>
    public static string? ZoneOf(Scope scope, TargetGroup group, TargetRegistration target) => group.Type switch
    {
        TargetType.Instance => scope.Find<Instance>(new Id<Instance>(target.TargetId)) is { InterfaceIds: [var first, ..] } ? scope.Find<NetworkInterface>(first)?.Zone : null,
        TargetType.Ip => target.Zone is null or "all" ? null : target.Zone,
        _ => null,
    };
}
