using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>The metrics that a group tells of itself, in namespace AWS/AutoScaling. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html</summary>
public static class GroupMetrics
{
    public static ImmutableArray<string> All { get; } =
    [
        "GroupDesiredCapacity", "GroupInServiceCapacity", "GroupInServiceInstances", "GroupMaxSize", "GroupMinSize", "GroupPendingCapacity", "GroupPendingInstances", "GroupStandbyCapacity",
        "GroupStandbyInstances", "GroupTerminatingCapacity", "GroupTerminatingInstances", "GroupTotalCapacity", "GroupTotalInstances",
    ];

    /// <summary>A metric's value now. Every instance counts as one, so that capacities are counts.</summary>
    public static double ValueOf(Scope scope, ScalingGroup group, string metric)
    {
        var all = ScalingTurn.Instances(scope, group.Id);
        return metric switch
        {
            "GroupDesiredCapacity" => group.Desired,
            "GroupMaxSize" => group.Max,
            "GroupMinSize" => group.Min,
            "GroupInServiceCapacity" or "GroupInServiceInstances" => all.Count(i => i.State == Lifecycle.InService),
            "GroupPendingCapacity" or "GroupPendingInstances" => all.Count(i => i.State is Lifecycle.Pending or Lifecycle.PendingWait),
            "GroupStandbyCapacity" or "GroupStandbyInstances" => all.Count(i => i.State is Lifecycle.Standby or Lifecycle.EnteringStandby),
            "GroupTerminatingCapacity" or "GroupTerminatingInstances" => all.Count(i => i.IsLeaving),
            _ => all.Count,
        };
    }
}
