using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>
/// An instance in an Auto Scaling group, with how far it has come there. The id is the instance's.
/// https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html
/// </summary>
public sealed record ScalingInstance : IResource<ScalingInstance>, IMarked
{
    public static Kind Kind { get; } = new("scaling-instance", "", "", "ValidationError", "ValidationError", "instance ID");

    public required Id<ScalingInstance> Id { get; init; }

    public required Id<ScalingGroup> GroupId { get; init; }

    public required Lifecycle State { get; init; }

    public required string Zone { get; init; }

    public required string InstanceType { get; init; }

    public required string ImageId { get; init; }

    /// <summary>What it was launched by, with the version as a number; null where it was attached.</summary>
    public LaunchSource? Launch { get; init; }

    public required DateTimeOffset LaunchTime { get; init; }

    public bool IsHealthy { get; init; } = true;

    /// <summary>What found it unhealthy, as activities quote it.</summary>
    public string? Complaint { get; init; }

    public bool IsProtected { get; init; }

    /// <summary>Since when it is in service; null while it is not.</summary>
    public DateTimeOffset? InServiceSince { get; init; }

    /// <summary>The activity that it is in the middle of.</summary>
    public string? ActivityId { get; init; }

    /// <summary>The lifecycle hooks that hold it where it is.</summary>
    public ImmutableArray<HookWait> Waits { get; init; } = [];

    /// <summary>The hooks of this transition have been asked.</summary>
    public bool AskedHooks { get; init; }

    /// <summary>When it began to leave.</summary>
    public DateTimeOffset? LeavingSince { get; init; }

    public Id<Instance> InstanceId => new(Id.Value);

    /// <summary>It counts in the group's capacity.</summary>
    public bool IsActive => State is Lifecycle.Pending or Lifecycle.PendingWait or Lifecycle.InService;

    public bool IsLeaving => State is Lifecycle.Terminating or Lifecycle.TerminatingWait or Lifecycle.TerminatingProceed or Lifecycle.Detaching;

    /// <summary>It serves, is healthy, and has warmed up.</summary>
    public bool IsReady(DateTimeOffset now, int warmupSeconds) => State == Lifecycle.InService && IsHealthy && InServiceSince is { } since && since.AddSeconds(warmupSeconds) <= now;

    IEnumerable<string> IMarked.Marks => [GroupId.Value];
}

/// <summary>How far an instance has come in its group; AWS writes a colon before Wait and Proceed.</summary>
public enum Lifecycle
{
    Pending,
    PendingWait,
    InService,
    EnteringStandby,
    Standby,
    Detaching,
    Terminating,
    TerminatingWait,
    TerminatingProceed,
}

/// <summary>A hook that holds an instance.</summary>
/// <param name="Hook">The hook's name.</param>
/// <param name="Token">By which it may be completed.</param>
/// <param name="Until">When its heartbeat times out.</param>
/// <param name="Ends">It cannot be prolonged beyond.</param>
public sealed record HookWait(string Hook, string Token, DateTimeOffset Until, DateTimeOffset Ends);

/// <summary>AWS's words for lifecycle states.</summary>
public static class LifecycleWords
{
    public static string Of(Lifecycle state) => state switch
    {
        Lifecycle.PendingWait => "Pending:Wait",
        Lifecycle.TerminatingWait => "Terminating:Wait",
        Lifecycle.TerminatingProceed => "Terminating:Proceed",
        _ => state.ToString(),
    };
}
