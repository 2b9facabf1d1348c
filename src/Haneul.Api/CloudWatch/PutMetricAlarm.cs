using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>Makes or replaces an alarm. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html</summary>
public sealed record PutMetricAlarm : Command<Nothing>
{
    private const int LongestName = 255, MostActions = 5, LongestRangeSeconds = 86_400;

    private static readonly string[] Comparisons = ["GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanOrEqualToThreshold", "LessThanThreshold"];

    public required string AlarmName { get; init; }

    public string? AlarmDescription { get; init; }

    public bool? ActionsEnabled { get; init; }

    [Wire("OKActions")]
    public IReadOnlyList<string> OkActions { get; init; } = [];

    public IReadOnlyList<string> AlarmActions { get; init; } = [];

    public IReadOnlyList<string> InsufficientDataActions { get; init; } = [];

    public string? MetricName { get; init; }

    public string? Namespace { get; init; }

    public string? Statistic { get; init; }

    public string? ExtendedStatistic { get; init; }

    public IReadOnlyList<Dimension> Dimensions { get; init; } = [];

    public int? Period { get; init; }

    [NoEffect("kept and told; metrics are kept without units")]
    public string? Unit { get; init; }

    public int? EvaluationPeriods { get; init; }

    public int? DatapointsToAlarm { get; init; }

    public double? Threshold { get; init; }

    public string? ComparisonOperator { get; init; }

    public string? TreatMissingData { get; init; }

    public IReadOnlyList<MetricDataQuery> Metrics { get; init; } = [];

    public IReadOnlyList<AlarmTag> Tags { get; init; } = [];

    public override Nothing Apply(Draft draft)
    {
        if (AlarmName.Length is 0 or > LongestName) throw MonitoringFaults.Invalid($"AlarmName has 1 to {LongestName} characters");
        if (ExtendedStatistic is not null) throw MonitoringFaults.NotEmulated("Percentiles are");
        if (ComparisonOperator is not { } comparison || Threshold is not { } threshold || EvaluationPeriods is not { } periods) throw MonitoringFaults.Invalid("ComparisonOperator, Threshold and EvaluationPeriods are required");
        if (!Comparisons.Contains(comparison)) throw MonitoringFaults.NotEmulated($"The comparison {comparison} is");
        if (TreatMissingData is not (null or "breaching" or "notBreaching" or "ignore" or "missing")) throw MonitoringFaults.Invalid($"Option {TreatMissingData} is not supported for treatMissingData parameter. Supported options are [breaching, notBreaching, ignore, missing].");
        if (AlarmActions.Count > MostActions || OkActions.Count > MostActions || InsufficientDataActions.Count > MostActions) throw MonitoringFaults.Invalid($"An alarm has {MostActions} actions at most for each state");
        var (metric, statistic, period, query) = Watched();
        if (periods < 1 || (long)period * periods > LongestRangeSeconds) throw MonitoringFaults.Invalid("Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400)");
        if (DatapointsToAlarm is { } needed && (needed < 1 || needed > periods)) throw MonitoringFaults.Invalid("DatapointsToAlarm is 1 to EvaluationPeriods");
        var before = draft.Find<MetricAlarm>(new Id<MetricAlarm>(AlarmName));
        if (before?.PolicyId is not null) throw MonitoringFaults.Invalid($"The alarm {AlarmName} belongs to a target tracking policy, which keeps it");
        var alarm = new MetricAlarm
        {
            Id = new Id<MetricAlarm>(AlarmName), Metric = metric, Statistic = statistic, PeriodSeconds = period, EvaluationPeriods = periods, Threshold = threshold,
            Comparison = comparison, DatapointsToAlarm = DatapointsToAlarm, TreatMissing = TreatMissingData, Unit = Unit, Description = AlarmDescription, QueryId = query?.Id, QueryLabel = query?.Label,
            ActionsEnabled = ActionsEnabled ?? true, AlarmActions = [.. AlarmActions], OkActions = [.. OkActions], InsufficientActions = [.. InsufficientDataActions],
            StateTime = draft.Now, TransitionTime = draft.Now, ConfiguredTime = draft.Now, Tags = AlarmTag.Add(TagSet.None, Tags),
        };
        // Tags come with a new alarm only; what is there keeps its state and its tags.
        draft.Put(before is null ? alarm : alarm with { State = before.State, StateReason = before.StateReason, StateData = before.StateData, StateTime = before.StateTime, TransitionTime = before.TransitionTime, Tags = before.Tags });
        return Nothing.Value;
    }

    /// <summary>A metric that is named, or the one query that names one.</summary>
    private (MetricName, string, int, MetricDataQuery?) Watched()
    {
        if (Metrics.Count > 0)
        {
            if (MetricName is not null || Namespace is not null || Statistic is not null || Period is not null || Dimensions.Count > 0) throw MonitoringFaults.Invalid("A metric is named by MetricName or by Metrics, not both");
            if (Metrics.Count > 1 || Metrics[0].Expression is not null || Metrics[0].MetricStat is not { } stat) throw MonitoringFaults.NotEmulated("Metric math is");
            return (stat.Metric.Read(), MetricDataQuery.StatisticOf(stat.Stat), PeriodOf(stat.Period), Metrics[0]);
        }
        if (MetricName is null || Namespace is null || Statistic is null || Period is null) throw MonitoringFaults.Invalid("MetricName, Namespace, Statistic and Period are required");
        return (Dimension.Metric(Namespace, MetricName, Dimensions), MetricDataQuery.StatisticOf(Statistic), PeriodOf(Period.Value), null);
    }

    private static int PeriodOf(int seconds) => seconds is 10 or 20 or 30 || seconds > 0 && seconds % 60 == 0 && seconds <= LongestRangeSeconds
        ? seconds
        : throw MonitoringFaults.Invalid("The period is 10, 20 or 30 seconds, or a multiple of 60");
}
