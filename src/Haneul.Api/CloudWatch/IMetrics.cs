using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>What was measured, kept apart from the world since it is much and never changes. It is forgotten when the daemon ends. Safe for several threads.</summary>
public interface IMetrics : IMetricReadings
{
    /// <summary>Adds measurements; a fault where there are too many metrics.</summary>
    void Add(Place place, IReadOnlyList<Measurement> measurements);

    /// <summary>All metrics of a place.</summary>
    IReadOnlyList<MetricName> List(Place place);

    /// <summary>What a metric had in each period that had anything, the oldest first.</summary>
    IReadOnlyList<(DateTimeOffset From, MetricSummary Values)> Summaries(Place place, MetricName metric, DateTimeOffset from, DateTimeOffset to, int periodSeconds);
}

/// <summary>Measurements of a metric at one time.</summary>
/// <param name="Metric">Which.</param>
/// <param name="Time">When.</param>
/// <param name="Values">One value, or several put together.</param>
/// <param name="IsFine">It is kept by the second, not by the minute only.</param>
public sealed record Measurement(MetricName Metric, DateTimeOffset Time, MetricSummary Values, bool IsFine = false);

/// <summary>Several values put together.</summary>
public readonly record struct MetricSummary(double Count, double Sum, double Minimum, double Maximum)
{
    /// <summary>One value.</summary>
    public static MetricSummary Of(double value) => new(1, value, value, value);

    public MetricSummary With(MetricSummary other) => new(Count + other.Count, Sum + other.Sum, Math.Min(Minimum, other.Minimum), Math.Max(Maximum, other.Maximum));

    /// <summary>A statistic by CloudWatch's name.</summary>
    public double Read(string statistic) => statistic switch
    {
        "SampleCount" => Count,
        "Sum" => Sum,
        "Minimum" => Minimum,
        "Maximum" => Maximum,
        _ => Count == 0 ? 0 : Sum / Count,
    };
}
