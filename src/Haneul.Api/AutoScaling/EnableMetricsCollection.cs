using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Collects a group's own metrics. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_EnableMetricsCollection.html</summary>
public sealed record EnableMetricsCollection : Command<Nothing>
{
    public required string AutoScalingGroupName { get; init; }

    public IReadOnlyList<string> Metrics { get; init; } = [];

    public required string Granularity { get; init; }

    public override Nothing Apply(Draft draft)
    {
        if (Granularity != "1Minute") throw ScalingFaults.Invalid($"Invalid granularity: {Granularity}. The only valid value is 1Minute");
        var group = ScalingLookups.Living(draft, AutoScalingGroupName);
        draft.Put(group with { Metrics = [.. group.Metrics.Concat(Named(Metrics)).Distinct().Order(StringComparer.Ordinal)] });
        return Nothing.Value;
    }

    internal static IReadOnlyList<string> Named(IReadOnlyList<string> metrics)
    {
        if (metrics.FirstOrDefault(m => !GroupMetrics.All.Contains(m)) is { } unknown)
        {
            throw unknown.StartsWith("WarmPool", StringComparison.Ordinal) || unknown.StartsWith("GroupAndWarmPool", StringComparison.Ordinal) ? ScalingFaults.NotEmulated("Warm pools are") : ScalingFaults.Invalid($"Invalid metric: {unknown}");
        }
        return metrics.Count == 0 ? GroupMetrics.All : metrics;
    }
}
