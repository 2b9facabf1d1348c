namespace Haneul.Model;

/// <summary>
/// Holds instances that are launched or terminated until somebody says go on. The id is the group's name, a bar, and its own.
/// https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks.html
/// </summary>
public sealed record LifecycleHook : IResource<LifecycleHook>, IMarked
{
    public const string Launching = "autoscaling:EC2_INSTANCE_LAUNCHING", TerminatingName = "autoscaling:EC2_INSTANCE_TERMINATING";

    /// <summary>AWS's bounds: 48 hours or a hundred heartbeats, whichever is less.</summary>
    private const int LongestSeconds = 172_800, MostHeartbeats = 100;

    public static Kind Kind { get; } = new("lifecycle-hook", "", "", "ValidationError", "ValidationError", "lifecycle hook");

    public required Id<LifecycleHook> Id { get; init; }

    public required Id<ScalingGroup> GroupId { get; init; }

    public required string Name { get; init; }

    /// <summary>autoscaling:EC2_INSTANCE_LAUNCHING or autoscaling:EC2_INSTANCE_TERMINATING.</summary>
    public required string Transition { get; init; }

    public int HeartbeatSeconds { get; init; } = 3600;

    /// <summary>What a timeout means: CONTINUE or ABANDON.</summary>
    public string DefaultResult { get; init; } = "ABANDON";

    public string? NotificationTargetArn { get; init; }

    public string? RoleArn { get; init; }

    public string? Metadata { get; init; }

    public int GlobalSeconds => (int)Math.Min(LongestSeconds, (long)HeartbeatSeconds * MostHeartbeats);

    IEnumerable<string> IMarked.Marks => [GroupId.Value];

    public static Id<LifecycleHook> IdOf(Id<ScalingGroup> group, string name) => new($"{group}|{name}");
}
