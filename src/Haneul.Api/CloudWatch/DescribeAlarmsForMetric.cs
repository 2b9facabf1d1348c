using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>Lists the alarms that watch a metric. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmsForMetric.html</summary>
public sealed record DescribeAlarmsForMetric : Query<DescribeAlarmsForMetric.Result>
{
    public required string MetricName { get; init; }

    public required string Namespace { get; init; }

    public string? Statistic { get; init; }

    public IReadOnlyList<Dimension> Dimensions { get; init; } = [];

    public int? Period { get; init; }

    public sealed record Result(IReadOnlyList<AlarmView> MetricAlarms);

    public override Result Answer(Scope scope)
    {
        var key = Dimension.Metric(Namespace, MetricName, Dimensions).Key;
        var rows = scope.All<MetricAlarm>().Where(a => a.Metric.Key == key && (Statistic is null || a.Statistic == Statistic) && (Period is null || a.PeriodSeconds == Period));
        return new Result([.. rows.Select(a => AlarmView.Of(scope, a))]);
    }
}
