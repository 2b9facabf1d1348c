using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>
/// Says how a group's size follows a metric. The id is the group's name, a bar, and its own.
/// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ScalingPolicy.html
/// </summary>
public sealed record ScalingPolicy : IResource<ScalingPolicy>, IMarked
{
    public static Kind Kind { get; } = new("scaling-policy", "", "", "ValidationError", "ValidationError", "policy");

    public required Id<ScalingPolicy> Id { get; init; }

    public required Id<ScalingGroup> GroupId { get; init; }

    public required string Name { get; init; }

    public required string Uuid { get; init; }

    /// <summary>SimpleScaling, StepScaling or TargetTrackingScaling.</summary>
    public required string Type { get; init; }

    /// <summary>ChangeInCapacity, ExactCapacity or PercentChangeInCapacity.</summary>
    public string? AdjustmentType { get; init; }

    /// <summary>A change in percent is at least so much.</summary>
    public int? MinAdjustment { get; init; }

    /// <summary>Of simple scaling.</summary>
    public int? Adjustment { get; init; }

    public int? CooldownSeconds { get; init; }

    public string? Aggregation { get; init; }

    public ImmutableArray<StepAdjustment> Steps { get; init; } = [];

    public int? WarmupSeconds { get; init; }

    public TargetTracking? Target { get; init; }

    public bool IsEnabled { get; init; } = true;

    IEnumerable<string> IMarked.Marks => [GroupId.Value, Uuid];

    public static Id<ScalingPolicy> IdOf(Id<ScalingGroup> group, string name) => new($"{group}|{name}");

    public string Arn(Place place) => place.ArnOf("autoscaling", $"scalingPolicy:{Uuid}:autoScalingGroupName/{GroupId}:policyName/{Name}");
}

/// <summary>By how much, where the metric is so far above (or below) the alarm's threshold; the lower bound is in, the upper one out. Null: no bound.</summary>
public sealed record StepAdjustment(double? Lower, double? Upper, int Adjustment);

/// <summary>Keeps a metric near a value. https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html</summary>
public sealed record TargetTracking
{
    /// <summary>ASGAverageCPUUtilization, ASGAverageNetworkIn, ASGAverageNetworkOut or ALBRequestCountPerTarget; null: a customized metric.</summary>
    public string? Predefined { get; init; }

    /// <summary>Balancer and target group, for ALBRequestCountPerTarget.</summary>
    public string? ResourceLabel { get; init; }

    public MetricWish? Custom { get; init; }

    public required double Target { get; init; }

    public bool OnlyGrows { get; init; }
}
