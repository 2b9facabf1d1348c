using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>
/// Replaces the instances of a group by new ones, a few at a time. https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-instance-refresh.html
/// </summary>
public sealed record InstanceRefresh : IResource<InstanceRefresh>, IMarked
{
    public static Kind Kind { get; } = new("instance-refresh", "", "", "ValidationError", "ValidationError", "instance refresh");

    public required Id<InstanceRefresh> Id { get; init; }

    public required Id<ScalingGroup> GroupId { get; init; }

    /// <summary>AWS's word: Pending, InProgress, Successful, Failed, Cancelling, Cancelled, RollbackInProgress, RollbackSuccessful, …</summary>
    public required string Status { get; init; }

    public string? StatusReason { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public required RefreshPreferences Preferences { get; init; }

    /// <summary>What the group is to launch by from now on, where the refresh says so.</summary>
    public LaunchSource? Wanted { get; init; }

    /// <summary>What it launched by before.</summary>
    public LaunchSource? Before { get; init; }

    /// <summary>Instances that are still to be replaced.</summary>
    public ImmutableArray<string> Left { get; init; } = [];

    /// <summary>How many were to be replaced.</summary>
    public int Total { get; init; }

    public int Percent { get; init; }

    public int CheckpointsPassed { get; init; }

    /// <summary>It rests at a checkpoint.</summary>
    public DateTimeOffset? RestsUntil { get; init; }

    public DateTimeOffset? RollbackStart { get; init; }

    public string? RollbackReason { get; init; }

    public int RollbackPercent { get; init; }

    public int RollbackLeft { get; init; }

    public bool IsOver => EndTime is not null;

    IEnumerable<string> IMarked.Marks => [GroupId.Value];
}

/// <summary>How an instance refresh goes on. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html</summary>
public sealed record RefreshPreferences
{
    public int MinHealthyPercent { get; init; } = 90;

    public int MaxHealthyPercent { get; init; } = 100;

    /// <summary>Null: the group's.</summary>
    public int? WarmupSeconds { get; init; }

    public bool SkipsMatching { get; init; }

    public bool RollsBack { get; init; }

    public ImmutableArray<int> Checkpoints { get; init; } = [];

    public int CheckpointDelaySeconds { get; init; } = 3600;

    /// <summary>What becomes of instances protected from scaling in: Refresh, Ignore or Wait.</summary>
    public string OfProtected { get; init; } = "Wait";

    /// <summary>What becomes of instances in standby: Terminate, Ignore or Wait.</summary>
    public string OfStandby { get; init; } = "Wait";
}
