using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>Lists alarms. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html</summary>
public sealed record DescribeAlarms : Query<DescribeAlarms.Result>
{
    public IReadOnlyList<string> AlarmNames { get; init; } = [];

    public string? AlarmNamePrefix { get; init; }

    /// <summary>There are metric alarms only.</summary>
    public IReadOnlyList<string> AlarmTypes { get; init; } = [];

    public string? StateValue { get; init; }

    public string? ActionPrefix { get; init; }

    public int? MaxRecords { get; init; }

    public string? NextToken { get; init; }

    public sealed record Result(IReadOnlyList<Nothing> CompositeAlarms, IReadOnlyList<AlarmView> MetricAlarms, string? NextToken);

    public override Result Answer(Scope scope)
    {
        var rows = AlarmTypes.Count > 0 && !AlarmTypes.Contains("MetricAlarm") ? [] : scope.All<MetricAlarm>()
            .Where(a => AlarmNames.Count == 0 || AlarmNames.Contains(a.Id.Value))
            .Where(a => AlarmNamePrefix is null || a.Id.Value.StartsWith(AlarmNamePrefix, StringComparison.Ordinal))
            .Where(a => StateValue is null || a.State == StateValue)
            .Where(a => ActionPrefix is null || a.AlarmActions.Concat(a.OkActions).Concat(a.InsufficientActions).Any(x => x.StartsWith(ActionPrefix, StringComparison.Ordinal)));
        var page = MonitoringPages.Take(scope, rows, a => a.Id.Value, MaxRecords, NextToken);
        return new Result([], [.. page.Rows.Select(a => AlarmView.Of(scope, a))], page.NextToken);
    }
}
