namespace Haneul.Model;

/// <summary>A target in a target group, with its health as the balancers last reported it. The id is made of the group's, the target's and the port.</summary>
public sealed record TargetRegistration : IResource<TargetRegistration>, IMarked
{
    public static Kind Kind { get; } = new("target", "", "", "InvalidTarget", "ValidationError", "target");

    public required Id<TargetRegistration> Id { get; init; }

    public required Id<TargetGroup> GroupId { get; init; }

    /// <summary>An instance's id, an address, a function's ARN, or an application balancer's ARN.</summary>
    public required string TargetId { get; init; }

    /// <summary>0 for functions.</summary>
    public required int Port { get; init; }

    /// <summary>As it was given: a zone, or all (an address beyond the VPC).</summary>
    public string? Zone { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>It was taken out of the group at that time, and ends what it has begun.</summary>
    public DateTimeOffset? DrainingSince { get; init; }

    public TargetHealth Health { get; init; } = TargetHealth.Registering;

    /// <summary>It is unhealthy since then.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    IEnumerable<string> IMarked.Marks => [GroupId.Value, TargetId];

    public static Id<TargetRegistration> IdOf(Id<TargetGroup> group, string target, int port) => new($"{group}|{target}|{port}");
}

/// <summary>
/// A target's health in AWS's words. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
/// </summary>
/// <param name="State">initial, healthy, unhealthy, unhealthy.draining, unused, draining or unavailable.</param>
/// <param name="Reason">Why, where it is not healthy: <c>Target.Timeout</c> …</param>
/// <param name="Description">The same for people.</param>
public sealed record TargetHealth(string State, string? Reason = null, string? Description = null)
{
    public static TargetHealth Healthy { get; } = new("healthy");

    public static TargetHealth Registering { get; } = new("initial", "Elb.RegistrationInProgress", "Target registration is in progress");

    public static TargetHealth Checking { get; } = new("initial", "Elb.InitialHealthChecking", "Initial health checks in progress");

    public static TargetHealth Draining { get; } = new("draining", "Target.DeregistrationInProgress", "Target deregistration is in progress");

    public bool IsHealthy => State == "healthy";

    /// <summary>Checks failed, whether or not it still has the connections that it had.</summary>
    public bool IsFailing => State is "unhealthy" or KeepingConnections;

    /// <summary>The state of a target that is unhealthy and keeps the connections that it has until its group's interval is over.</summary>
    public const string KeepingConnections = "unhealthy.draining";
}

/// <summary>What the balancers find out of a target.</summary>
public sealed record TargetHealthSeen(Place Place, Id<TargetRegistration> Id, TargetHealth Health) : Report
{
    public override void Apply(Draft draft)
    {
        var here = draft.In(Place);
        if (!here.TryFind(Id, out var target) || target.DrainingSince is not null || target.Health == Health) return;
        here.Put(target with { Health = Health, FailingSince = Health.IsFailing ? target.FailingSince ?? draft.Now : null });
    }
}

/// <summary>A target that was taken out has ended what it had begun, or its time is over.</summary>
public sealed record TargetDrained(Place Place, Id<TargetRegistration> Id) : Report
{
    public override void Apply(Draft draft)
    {
        var here = draft.In(Place);
        if (here.TryFind(Id, out var target) && target.DrainingSince is not null) here.Remove(Id);
    }
}
