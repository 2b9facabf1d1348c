using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>
/// The alarms by which target tracking notices: above the target for three minutes, or well below it for fifteen.
/// https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
/// </summary>
public static class ScalingAlarms
{
    private const int PeriodSeconds = 60, HighPeriods = 3, LowPeriods = 15;

    /// <summary>It shrinks where the metric is below so much of the target.</summary>
    private const double LowShare = 0.9;

    /// <summary>Makes the policy's alarms, in place of those that it had.</summary>
    public static void Make(Draft draft, ScalingPolicy policy)
    {
        foreach (var alarm in draft.All<MetricAlarm>().Where(a => a.PolicyId == policy.Id.Value).ToList()) draft.Remove(alarm.Id);
        if (policy.Target is not { } target) return;
        Put(draft, policy, target, "AlarmHigh", "GreaterThanThreshold", target.Target, HighPeriods);
        if (!target.OnlyGrows) Put(draft, policy, target, "AlarmLow", "LessThanThreshold", target.Target * LowShare, LowPeriods);
    }

    /// <summary>What a policy watches.</summary>
    public static MetricWish MetricOf(ScalingPolicy policy, TargetTracking target)
    {
        if (target.Custom is { } custom) return custom;
        var group = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("AutoScalingGroupName", policy.GroupId.Value)]);
        return target.Predefined switch
        {
            "ASGAverageNetworkIn" => new MetricWish(new MetricName("AWS/EC2", "NetworkIn", group), "Average"),
            "ASGAverageNetworkOut" => new MetricWish(new MetricName("AWS/EC2", "NetworkOut", group), "Average"),
            "ALBRequestCountPerTarget" => new MetricWish(new MetricName("AWS/ApplicationELB", "RequestCountPerTarget", TargetsOf(target.ResourceLabel ?? "")), "Sum"),
            _ => new MetricWish(new MetricName("AWS/EC2", "CPUUtilization", group), "Average"),
        };
    }

    /// <summary><c>app/name/id/targetgroup/name/id</c> as dimensions.</summary>
    private static ImmutableSortedDictionary<string, string> TargetsOf(string label)
    {
        var at = label.IndexOf("targetgroup/", StringComparison.Ordinal);
        return ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("TargetGroup", at < 0 ? label : label[at..])]);
    }

    private static void Put(Draft draft, ScalingPolicy policy, TargetTracking target, string which, string comparison, double threshold, int periods)
    {
        var wish = MetricOf(policy, target);
        draft.Put(new MetricAlarm
        {
            Id = new Id<MetricAlarm>($"TargetTracking-{policy.GroupId}-{which}-{ScalingActivities.Uuid(draft)}"),
            PolicyId = policy.Id.Value,
            Description = $"DO NOT EDIT OR DELETE. For TargetTrackingScaling policy {policy.Arn(draft.Place)}.",
            Metric = wish.Metric,
            Statistic = wish.Statistic,
            PeriodSeconds = PeriodSeconds,
            EvaluationPeriods = periods,
            Comparison = comparison,
            Threshold = threshold,
            AlarmActions = [policy.Arn(draft.Place)],
            StateTime = draft.Now,
            TransitionTime = draft.Now,
            ConfiguredTime = draft.Now,
        });
    }
}
