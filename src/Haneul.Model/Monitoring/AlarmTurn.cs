using System.Globalization;

namespace Haneul.Model;

/// <summary>
/// Evaluates alarms as CloudWatch does: of the last N periods M must breach. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
/// </summary>
public static class AlarmTurn
{
    /// <summary>An alarm in alarm tells its scaling policies so often.</summary>
    private const int TellEverySeconds = 60;

    /// <summary>Looks at the periods that are over, and lets scaling policies act.</summary>
    public static void Run(Draft draft, Id<MetricAlarm> id, IMetricReadings readings)
    {
        if (!draft.TryFind(id, out var alarm)) return;
        var points = PointsOf(draft, alarm, readings);
        var (state, reason) = Judge(alarm, points);
        if (state != alarm.State) alarm = draft.Put(alarm with { State = state, StateReason = reason, StateTime = draft.Now, TransitionTime = draft.Now, ToldTime = null });
        if (alarm.State == "ALARM") Tell(draft, alarm, points.LastOrDefault(p => p is not null));
    }

    /// <summary>Lets the alarm's scaling policies act, if a minute has passed since they last did.</summary>
    public static void Tell(Draft draft, MetricAlarm alarm, double? value)
    {
        if (!alarm.ActionsEnabled || alarm.ToldTime?.AddSeconds(TellEverySeconds) > draft.Now) return;
        var policies = alarm.AlarmActions.Select(a => ScalingPolicies.Named(draft, a)).OfType<ScalingPolicy>().ToList();
        if (policies.Count == 0) return;
        draft.Put(alarm with { ToldTime = draft.Now });
        foreach (var policy in policies)
        {
            if (!policy.IsEnabled || draft.Get(policy.GroupId).Suspends(ScalingProcesses.AlarmNotification)) continue;
            ScalingPolicies.Execute(draft, policy, value, alarm.Threshold, $"a monitor alarm {alarm.Id} in state ALARM triggered policy {policy.Name}", honorsCooldown: true);
        }
    }

    /// <summary>The last periods that are over, the oldest first; null where nothing was measured.</summary>
    private static List<double?> PointsOf(Draft draft, MetricAlarm alarm, IMetricReadings readings)
    {
        var seconds = draft.Now.ToUnixTimeSeconds();
        var end = seconds - seconds % alarm.PeriodSeconds;
        return
        [
            .. Enumerable.Range(0, alarm.EvaluationPeriods).Reverse()
                .Select(n => readings.Read(draft.Place, alarm.Metric, alarm.Statistic, DateTimeOffset.FromUnixTimeSeconds(end - (n + 1L) * alarm.PeriodSeconds), alarm.PeriodSeconds)),
        ];
    }

    private static (string State, string Reason) Judge(MetricAlarm alarm, List<double?> points)
    {
        var needed = alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods;
        var there = points.OfType<double>().ToList();
        var breaching = there.Count(v => Breaches(alarm, v));
        var missing = points.Count - there.Count;
        var word = $"{points.Count} datapoints were checked, of which {there.Count} were there: {string.Join(", ", there.Select(v => v.ToString("0.####", CultureInfo.InvariantCulture)))}; {breaching} of them crossed the threshold ({alarm.Threshold.ToString(CultureInfo.InvariantCulture)})";
        // What a group's size hangs on is not decided on half of the evidence.
        if (alarm.PolicyId is not null && missing > 0) return there.Count == 0 ? ("INSUFFICIENT_DATA", $"Insufficient Data: {word}") : alarm.State == "ALARM" && breaching < there.Count ? ("OK", word) : (alarm.State, alarm.StateReason);
        if (alarm.TreatMissing == "breaching") breaching += missing;
        else if (there.Count == 0 && alarm.TreatMissing == "notBreaching") return ("OK", word);
        else if (there.Count == 0 && alarm.TreatMissing == "ignore") return (alarm.State, alarm.StateReason);
        else if (there.Count == 0) return ("INSUFFICIENT_DATA", $"Insufficient Data: {word}");
        else if (alarm.TreatMissing is null or "missing" or "ignore") needed = Math.Min(needed, there.Count);
        return breaching >= needed ? ("ALARM", $"Threshold Crossed: {word}") : ("OK", $"Threshold not crossed: {word}");
    }

    private static bool Breaches(MetricAlarm alarm, double value) => alarm.Comparison switch
    {
        "GreaterThanThreshold" => value > alarm.Threshold,
        "GreaterThanOrEqualToThreshold" => value >= alarm.Threshold,
        "LessThanThreshold" => value < alarm.Threshold,
        _ => value <= alarm.Threshold,
    };
}
