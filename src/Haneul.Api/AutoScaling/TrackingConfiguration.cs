using System.Collections.Immutable;
using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>A metric and the value that it is kept near. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_TargetTrackingConfiguration.html</summary>
public sealed record TrackingConfiguration
{
    public PredefinedMetric? PredefinedMetricSpecification { get; init; }

    public CustomizedMetric? CustomizedMetricSpecification { get; init; }

    public required double TargetValue { get; init; }

    public bool DisableScaleIn { get; init; }

    /// <summary>https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PredefinedMetricSpecification.html</summary>
    public sealed record PredefinedMetric
    {
        public required string PredefinedMetricType { get; init; }

        public string? ResourceLabel { get; init; }
    }

    /// <summary>https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CustomizedMetricSpecification.html</summary>
    public sealed record CustomizedMetric
    {
        public string? MetricName { get; init; }

        public string? Namespace { get; init; }

        public IReadOnlyList<Dimension> Dimensions { get; init; } = [];

        public string? Statistic { get; init; }

        public string? Unit { get; init; }
    }

    /// <summary>https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_MetricDimension.html</summary>
    public sealed record Dimension
    {
        public required string Name { get; init; }

        public required string Value { get; init; }
    }

    internal TargetTracking Read(Scope scope)
    {
        if (PredefinedMetricSpecification is null == CustomizedMetricSpecification is null) throw ScalingFaults.Invalid("Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification is needed");
        if (TargetValue <= 0) throw ScalingFaults.Invalid($"Invalid TargetValue: {TargetValue}. It must be more than 0");
        return new TargetTracking
        {
            Predefined = PredefinedMetricSpecification is { } p ? Predefined(scope, p) : null,
            ResourceLabel = PredefinedMetricSpecification?.ResourceLabel,
            Custom = CustomizedMetricSpecification is { } c ? Custom(c) : null,
            Target = TargetValue,
            OnlyGrows = DisableScaleIn,
        };
    }

    internal static TrackingConfiguration? Of(TargetTracking? target) => target is null ? null : new TrackingConfiguration
    {
        PredefinedMetricSpecification = target.Predefined is { } p ? new PredefinedMetric { PredefinedMetricType = p, ResourceLabel = target.ResourceLabel } : null,
        CustomizedMetricSpecification = target.Custom is not { } c ? null : new CustomizedMetric
        {
            MetricName = c.Metric.Name, Namespace = c.Metric.Namespace, Statistic = c.Statistic, Unit = c.Unit,
            Dimensions = [.. c.Metric.Dimensions.Select(d => new Dimension { Name = d.Key, Value = d.Value })],
        },
        TargetValue = target.Target,
        DisableScaleIn = target.OnlyGrows,
    };

    private static string Predefined(Scope scope, PredefinedMetric metric)
    {
        if (metric.PredefinedMetricType is "ASGAverageCPUUtilization" or "ASGAverageNetworkIn" or "ASGAverageNetworkOut")
        {
            return metric.ResourceLabel is null ? metric.PredefinedMetricType : throw ScalingFaults.Invalid("ResourceLabel is for ALBRequestCountPerTarget only");
        }
        if (metric.PredefinedMetricType != "ALBRequestCountPerTarget") throw ScalingFaults.Invalid($"Invalid PredefinedMetricType: {metric.PredefinedMetricType}");
        var at = metric.ResourceLabel?.IndexOf("/targetgroup/", StringComparison.Ordinal) ?? -1;
        if (at < 0 || metric.ResourceLabel is not { } label) throw ScalingFaults.Invalid("ALBRequestCountPerTarget needs a ResourceLabel such as app/name/0123456789abcdef/targetgroup/name/0123456789abcdef");
        if (!scope.TryFind(new Id<TargetGroup>(label[(at + 1)..]), out _) || !scope.TryFind(new Id<LoadBalancer>($"loadbalancer/{label[..at]}"), out _))
        {
            throw ScalingFaults.Invalid($"Invalid ResourceLabel: {label}. The load balancer or the target group does not exist");
        }
        return metric.PredefinedMetricType;
    }

    private static MetricWish Custom(CustomizedMetric metric)
    {
        if (metric.MetricName is null || metric.Namespace is null || metric.Statistic is null) throw ScalingFaults.Invalid("A customized metric needs MetricName, Namespace and Statistic; metric math is not emulated by Haneul");
        if (!CloudWatch.Statistics.All.Contains(metric.Statistic)) throw ScalingFaults.Invalid($"Invalid Statistic: {metric.Statistic}");
        if (metric.Dimensions.DistinctBy(d => d.Name).Count() < metric.Dimensions.Count) throw ScalingFaults.Invalid("A dimension is given twice");
        var dimensions = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, metric.Dimensions.Select(d => KeyValuePair.Create(d.Name, d.Value)));
        return new MetricWish(new MetricName(metric.Namespace, metric.MetricName, dimensions), metric.Statistic) { Unit = metric.Unit };
    }
}
