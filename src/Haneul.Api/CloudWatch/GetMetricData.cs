using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>Values of several metrics. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html</summary>
public sealed record GetMetricData : Query<GetMetricData.Result>
{
    private const int MostQueries = 500, MostPoints = 100_800;

    public required IReadOnlyList<MetricDataQuery> MetricDataQueries { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public required DateTimeOffset EndTime { get; init; }

    [NoEffect("all is answered at once")]
    public string? NextToken { get; init; }

    public string? ScanBy { get; init; }

    [NoEffect("all is answered at once")]
    public int? MaxDatapoints { get; init; }

    public sealed record Result(IReadOnlyList<Values> MetricDataResults);

    /// <summary>https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataResult.html</summary>
    public sealed record Values(string Id, string Label, IReadOnlyList<DateTimeOffset> Timestamps, [property: Wire("Values")] IReadOnlyList<double> Points, string StatusCode);

    public override Result Answer(Scope scope) => Answer(scope, new NothingSeen());

    public override Result Answer(Scope scope, IObservations seen)
    {
        if (MetricDataQueries.Count is 0 or > MostQueries) throw MonitoringFaults.Value($"A call has 1 to {MostQueries} queries");
        if (MetricDataQueries.DistinctBy(q => q.Id).Count() < MetricDataQueries.Count) throw MonitoringFaults.Invalid("The ids of queries must be unique");
        return new Result([.. MetricDataQueries.Select(q => Of(scope, seen, q)).OfType<Values>()]);
    }

    private Values? Of(Scope scope, IObservations seen, MetricDataQuery query)
    {
        if (query.MetricStat is not { } stat || query.Expression is not null) throw MonitoringFaults.NotEmulated("Metric math is");
        var metric = stat.Metric.Read();
        var statistic = MetricDataQuery.StatisticOf(stat.Stat);
        Spans.Check(StartTime, EndTime, stat.Period, MostPoints);
        if (query.ReturnData == false) return null;
        var found = seen.Metrics.Summaries(scope.Place, metric, StartTime, EndTime, stat.Period);
        var ordered = ScanBy == "TimestampAscending" ? found : [.. found.Reverse()];
        return new Values(query.Id, query.Label ?? metric.Name, [.. ordered.Select(p => p.From)], [.. ordered.Select(p => p.Values.Read(statistic))], "Complete");
    }
}
