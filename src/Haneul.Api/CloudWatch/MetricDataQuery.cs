using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>Asks for a metric's values. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html</summary>
public sealed record MetricDataQuery
{
    public required string Id { get; init; }

    public Statistic? MetricStat { get; init; }

    public string? Expression { get; init; }

    public string? Label { get; init; }

    public bool? ReturnData { get; init; }

    /// <summary>https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html</summary>
    public sealed record Statistic
    {
        public required NamedMetric Metric { get; init; }

        public required int Period { get; init; }

        public required string Stat { get; init; }

        [NoEffect("metrics are kept without units")]
        public string? Unit { get; init; }
    }

    internal static string StatisticOf(string name)
    {
        if (Statistics.All.Contains(name)) return name;
        throw name.StartsWith('p') || name.StartsWith("tm", StringComparison.Ordinal) ? MonitoringFaults.NotEmulated($"The statistic {name} is") : MonitoringFaults.Value($"Invalid statistic: {name}");
    }
}

/// <summary>A metric by its names. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Metric.html</summary>
public sealed record NamedMetric
{
    public string? Namespace { get; init; }

    public string? MetricName { get; init; }

    public IReadOnlyList<Dimension> Dimensions { get; init; } = [];

    internal MetricName Read() => Dimension.Metric(Namespace ?? "", MetricName ?? "", Dimensions);

    internal static NamedMetric Of(MetricName metric) => new() { Namespace = metric.Namespace, MetricName = metric.Name, Dimensions = Dimension.Of(metric) };
}
