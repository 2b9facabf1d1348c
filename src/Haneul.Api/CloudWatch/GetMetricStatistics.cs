using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>A metric's statistics by period. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html</summary>
public sealed record GetMetricStatistics : Query<GetMetricStatistics.Result>
{
    private const int MostPoints = 1440;

    public required string Namespace { get; init; }

    public required string MetricName { get; init; }

    public IReadOnlyList<Dimension> Dimensions { get; init; } = [];

    public required DateTimeOffset StartTime { get; init; }

    public required DateTimeOffset EndTime { get; init; }

    public required int Period { get; init; }

    [Wire("Statistics")]
    public IReadOnlyList<string> Wanted { get; init; } = [];

    public IReadOnlyList<string> ExtendedStatistics { get; init; } = [];

    [NoEffect("metrics are kept without units")]
    public string? Unit { get; init; }

    public sealed record Result(string Label, IReadOnlyList<Datapoint> Datapoints);

    /// <summary>https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Datapoint.html</summary>
    public sealed record Datapoint(DateTimeOffset Timestamp, double? SampleCount, double? Average, double? Sum, double? Minimum, double? Maximum, string Unit);

    public override Result Answer(Scope scope) => Answer(scope, new NothingSeen());

    public override Result Answer(Scope scope, IObservations seen)
    {
        if (ExtendedStatistics.Count > 0) throw MonitoringFaults.NotEmulated("Percentiles are");
        if (Wanted.Count == 0) throw new Fault("MissingRequiredParameter", "At least one statistic is needed");
        foreach (var one in Wanted) MetricDataQuery.StatisticOf(one);
        Spans.Check(StartTime, EndTime, Period, MostPoints);
        var found = seen.Metrics.Summaries(scope.Place, Dimension.Metric(Namespace, MetricName, Dimensions), StartTime, EndTime, Period);
        return new Result(MetricName, [.. found.Select(p => new Datapoint(p.From, Of(p.Values, "SampleCount"), Of(p.Values, "Average"), Of(p.Values, "Sum"), Of(p.Values, "Minimum"), Of(p.Values, "Maximum"), Unit ?? "None"))]);
    }

    private double? Of(MetricSummary values, string statistic) => Wanted.Contains(statistic) ? values.Read(statistic) : null;
}
