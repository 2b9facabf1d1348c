using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>
/// Watches a metric, and acts when it crosses a threshold. The id is its name.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html
/// </summary>
public sealed record MetricAlarm : IResource<MetricAlarm>
{
    public static Kind Kind { get; } = new("metric-alarm", "", "", "ResourceNotFound", "ValidationError", "alarm");

    public required Id<MetricAlarm> Id { get; init; }

    public required MetricName Metric { get; init; }

    /// <summary>SampleCount, Average, Sum, Minimum or Maximum.</summary>
    public required string Statistic { get; init; }

    public required int PeriodSeconds { get; init; }

    public required int EvaluationPeriods { get; init; }

    public required double Threshold { get; init; }

    /// <summary>GreaterThanThreshold, GreaterThanOrEqualToThreshold, LessThanThreshold or LessThanOrEqualToThreshold.</summary>
    public required string Comparison { get; init; }

    /// <summary>So many of the periods must breach; null: all.</summary>
    public int? DatapointsToAlarm { get; init; }

    /// <summary>breaching, notBreaching, ignore or missing.</summary>
    public string? TreatMissing { get; init; }

    public string? Unit { get; init; }

    public string? Description { get; init; }

    /// <summary>The metric was given as a query with this id.</summary>
    public string? QueryId { get; init; }

    public string? QueryLabel { get; init; }

    public bool ActionsEnabled { get; init; } = true;

    public ImmutableArray<string> AlarmActions { get; init; } = [];

    public ImmutableArray<string> OkActions { get; init; } = [];

    public ImmutableArray<string> InsufficientActions { get; init; } = [];

    /// <summary>OK, ALARM or INSUFFICIENT_DATA.</summary>
    public string State { get; init; } = "INSUFFICIENT_DATA";

    public string StateReason { get; init; } = "Unchecked: Initial alarm creation";

    public string? StateData { get; init; }

    public required DateTimeOffset StateTime { get; init; }

    public required DateTimeOffset TransitionTime { get; init; }

    public required DateTimeOffset ConfiguredTime { get; init; }

    /// <summary>When its scaling policies were last told that it is in alarm: once in a minute.</summary>
    public DateTimeOffset? ToldTime { get; init; }

    /// <summary>The target tracking policy that made it for itself.</summary>
    public string? PolicyId { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = TagSet.None;
}

/// <summary>A metric: its namespace, name and dimensions tell it from all others of the account and region.</summary>
public sealed record MetricName(string Namespace, string Name, ImmutableSortedDictionary<string, string> Dimensions)
{
    /// <summary>The same text for the same metric.</summary>
    public string Key => $"{Namespace}\n{Name}\n{string.Join('\n', Dimensions.Select(d => $"{d.Key}={d.Value}"))}";
}

/// <summary>A metric and what of it is wanted.</summary>
public sealed record MetricWish(MetricName Metric, string Statistic)
{
    public string? Unit { get; init; }
}

/// <summary>What was measured, as alarms read it.</summary>
public interface IMetricReadings
{
    /// <summary>A statistic of a metric over a span of time; null where nothing was measured.</summary>
    double? Read(Place place, MetricName metric, string statistic, DateTimeOffset from, int seconds);
}
