using System.Collections.Immutable;
using System.Globalization;
using Haneul.Api.CloudWatch;
using Haneul.Model;

namespace Haneul.Scaling.Groups;

/// <summary>A policy of a group, with the alarms that it acts on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">SimpleScaling, StepScaling or TargetTrackingScaling.</param>
/// <param name="Does">What it does, for people.</param>
/// <param name="Enabled">It acts.</param>
/// <param name="Alarms">By name.</param>
internal sealed record PolicyReport(string Name, string Type, string Does, bool Enabled, IReadOnlyList<AlarmReport> Alarms)
{
    public static PolicyReport Of(Scope scope, IMetrics metrics, DateTimeOffset now, ScalingPolicy policy)
    {
        var arn = policy.Arn(scope.Place);
        return new PolicyReport(
            policy.Name, policy.Type, DoneBy(policy), policy.IsEnabled,
            [.. scope.All<MetricAlarm>().Where(a => a.AlarmActions.Contains(arn)).OrderBy(a => a.Id).Select(a => AlarmReport.Of(scope, metrics, now, a))]);
    }

    private static string DoneBy(ScalingPolicy policy)
    {
        if (policy.Target is { } target) return $"keeps {target.Predefined ?? target.Custom?.Metric.Name} at {AlarmReport.Text(target.Target)}{(target.OnlyGrows ? ", only grows" : "")}";
        if (policy.Type == "SimpleScaling") return Change(policy.AdjustmentType, policy.Adjustment ?? 0) + (policy.CooldownSeconds is { } cooldown ? $", then waits {cooldown} s" : "");
        return string.Join(", ", policy.Steps.Select(s => $"{Change(policy.AdjustmentType, s.Adjustment)}{Bounds(s)}"));
    }

    private static string Change(string? type, int adjustment) => type switch
    {
        "ExactCapacity" => $"sets {adjustment}",
        "PercentChangeInCapacity" => $"{adjustment:+0;-0} %",
        _ => $"{adjustment:+0;-0}",
    };

    /// <summary>How far beyond the threshold; the breach of an alarm that looks for little is below zero.</summary>
    private static string Bounds(StepAdjustment step) => step switch
    {
        { Lower: null or 0, Upper: null } or { Lower: null, Upper: 0 } => "",
        { Lower: { } lower, Upper: null } => $" from {Signed(lower)}",
        { Lower: null, Upper: { } upper } => $" to {Signed(upper)}",
        _ => $" from {Signed(step.Lower ?? 0)} to {Signed(step.Upper ?? 0)}",
    };

    private static string Signed(double beyond) => beyond.ToString("+0.####;-0.####;0", CultureInfo.InvariantCulture);
}

/// <summary>An alarm with what it last measured.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">OK, ALARM or INSUFFICIENT_DATA.</param>
/// <param name="Since">Since when it is in that state.</param>
/// <param name="Reason">Why, in CloudWatch's words.</param>
/// <param name="Namespace">Of the metric.</param>
/// <param name="Metric">The metric's name.</param>
/// <param name="Dimensions">The metric's dimensions.</param>
/// <param name="Statistic">Sum, Average …</param>
/// <param name="Value">What was last measured in a whole period; absent where nothing was for as long as the alarm looks back, and at least a quarter of an hour.</param>
/// <param name="Measured">When that period ended.</param>
/// <param name="Comparison">&gt;, &gt;=, &lt; or &lt;=.</param>
/// <param name="Threshold">What the value is compared with.</param>
/// <param name="PeriodSeconds">The length of a period.</param>
/// <param name="Needed">Of the last periods so many must breach.</param>
/// <param name="Periods">So many periods are looked at.</param>
/// <param name="ActionsEnabled">It tells its policies.</param>
internal sealed record AlarmReport(
    string Name, string State, DateTimeOffset Since, string Reason, string Namespace, string Metric, ImmutableSortedDictionary<string, string> Dimensions, string Statistic, double? Value, DateTimeOffset? Measured,
    string Comparison, double Threshold, int PeriodSeconds, int Needed, int Periods, bool ActionsEnabled)
{
    private const int LeastSecondsBack = 900;

    public static AlarmReport Of(Scope scope, IMetrics metrics, DateTimeOffset now, MetricAlarm alarm)
    {
        // Periods as the alarm looks at them: aligned, and over.
        var end = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / alarm.PeriodSeconds * alarm.PeriodSeconds);
        var back = Math.Max(Math.Max(1, alarm.EvaluationPeriods) * alarm.PeriodSeconds, (LeastSecondsBack + alarm.PeriodSeconds - 1) / alarm.PeriodSeconds * alarm.PeriodSeconds);
        (DateTimeOffset From, MetricSummary Values)? last = metrics.Summaries(scope.Place, alarm.Metric, end.AddSeconds(-back), end, alarm.PeriodSeconds) is [.., var found] ? found : null;
        return new AlarmReport(
            alarm.Id.Value, alarm.State, alarm.TransitionTime, alarm.StateReason, alarm.Metric.Namespace, alarm.Metric.Name, alarm.Metric.Dimensions, alarm.Statistic,
            last?.Values.Read(alarm.Statistic), last?.From.AddSeconds(alarm.PeriodSeconds), SignOf(alarm.Comparison), alarm.Threshold, alarm.PeriodSeconds, alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods, alarm.EvaluationPeriods, alarm.ActionsEnabled);
    }

    /// <summary>A number for people.</summary>
    public static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string SignOf(string comparison) => comparison switch
    {
        "GreaterThanThreshold" => ">",
        "GreaterThanOrEqualToThreshold" => ">=",
        "LessThanThreshold" => "<",
        _ => "<=",
    };
}
