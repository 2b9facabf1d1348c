using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>An alarm as it is told. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html</summary>
public sealed record AlarmView
{
    public required string AlarmName { get; init; }

    public required string AlarmArn { get; init; }

    public string? AlarmDescription { get; init; }

    public required DateTimeOffset AlarmConfigurationUpdatedTimestamp { get; init; }

    public required bool ActionsEnabled { get; init; }

    [Wire("OKActions")]
    public required IReadOnlyList<string> OkActions { get; init; }

    public required IReadOnlyList<string> AlarmActions { get; init; }

    public required IReadOnlyList<string> InsufficientDataActions { get; init; }

    public required string StateValue { get; init; }

    public required string StateReason { get; init; }

    public string? StateReasonData { get; init; }

    public required DateTimeOffset StateUpdatedTimestamp { get; init; }

    public required DateTimeOffset StateTransitionedTimestamp { get; init; }

    public string? MetricName { get; init; }

    public string? Namespace { get; init; }

    public string? Statistic { get; init; }

    public required IReadOnlyList<Dimension> Dimensions { get; init; }

    public int? Period { get; init; }

    public string? Unit { get; init; }

    public required int EvaluationPeriods { get; init; }

    public int? DatapointsToAlarm { get; init; }

    public required double Threshold { get; init; }

    public required string ComparisonOperator { get; init; }

    public string? TreatMissingData { get; init; }

    public required IReadOnlyList<MetricDataQuery> Metrics { get; init; }

    internal static AlarmView Of(Scope scope, MetricAlarm a) => new()
    {
        AlarmName = a.Id.Value,
        AlarmArn = scope.Arn("cloudwatch", $"alarm:{a.Id}"),
        AlarmDescription = a.Description,
        AlarmConfigurationUpdatedTimestamp = a.ConfiguredTime,
        ActionsEnabled = a.ActionsEnabled,
        OkActions = a.OkActions,
        AlarmActions = a.AlarmActions,
        InsufficientDataActions = a.InsufficientActions,
        StateValue = a.State,
        StateReason = a.StateReason,
        StateReasonData = a.StateData,
        StateUpdatedTimestamp = a.StateTime,
        StateTransitionedTimestamp = a.TransitionTime,
        MetricName = a.QueryId is null ? a.Metric.Name : null,
        Namespace = a.QueryId is null ? a.Metric.Namespace : null,
        Statistic = a.QueryId is null ? a.Statistic : null,
        Dimensions = a.QueryId is null ? Dimension.Of(a.Metric) : [],
        Period = a.QueryId is null ? a.PeriodSeconds : null,
        Unit = a.Unit,
        EvaluationPeriods = a.EvaluationPeriods,
        DatapointsToAlarm = a.DatapointsToAlarm,
        Threshold = a.Threshold,
        ComparisonOperator = a.Comparison,
        TreatMissingData = a.TreatMissing,
        Metrics = a.QueryId is not { } id ? [] :
        [
            new MetricDataQuery
            {
                Id = id, Label = a.QueryLabel, ReturnData = true,
                MetricStat = new MetricDataQuery.Statistic { Metric = NamedMetric.Of(a.Metric), Period = a.PeriodSeconds, Stat = a.Statistic, Unit = a.Unit },
            },
        ],
    };
}
