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
        if (alarm.State == "ALARM") Tell(draft, alarm, points.Select(p => p.Value).FirstOrDefault(v => v is not null));
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

    /// <summary>The last periods that are over, the newest first; null where nothing was measured.</summary>
    private static List<(DateTimeOffset At, double? Value)> PointsOf(Draft draft, MetricAlarm alarm, IMetricReadings readings)
    {
        var seconds = draft.Now.ToUnixTimeSeconds();
        var end = seconds - seconds % alarm.PeriodSeconds;
        return
        [
            .. Enumerable.Range(1, alarm.EvaluationPeriods).Select(n => DateTimeOffset.FromUnixTimeSeconds(end - (long)n * alarm.PeriodSeconds))
                .Select(at => (at, readings.Read(draft.Place, alarm.Metric, alarm.Statistic, at, alarm.PeriodSeconds))),
        ];
    }

    private static (string State, string Reason) Judge(MetricAlarm alarm, List<(DateTimeOffset At, double? Value)> points)
    {
        var needed = alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods;
        var there = points.Where(p => p.Value is not null).Select(p => (p.At, Value: p.Value ?? 0)).ToList();
        var (bad, good) = (there.Where(p => Breaches(alarm, p.Value)).ToList(), there.Where(p => !Breaches(alarm, p.Value)).ToList());
        var missing = points.Count - there.Count;
        // What a group's size hangs on is not decided on half of the evidence.
        if (alarm.PolicyId is not null && missing > 0)
        {
            if (there.Count == 0) return ("INSUFFICIENT_DATA", AlarmReasons.Unknown(points.Count));
            return alarm.State == "ALARM" && good.Count > 0 ? ("OK", AlarmReasons.Crossed(alarm, good, isAlarm: false)) : (alarm.State, alarm.StateReason);
        }
        if (missing > 0 && alarm.TreatMissing is ("breaching" or "notBreaching"))
        {
            var isBreaching = alarm.TreatMissing == "breaching";
            return (bad.Count + (isBreaching ? missing : 0) >= needed ? "ALARM" : "OK", AlarmReasons.Treated(there.Count, points.Count, isBreaching));
        }
        if (there.Count == 0) return alarm.TreatMissing == "ignore" ? (alarm.State, alarm.StateReason) : ("INSUFFICIENT_DATA", AlarmReasons.Unknown(points.Count));
        return bad.Count >= Math.Min(needed, there.Count) ? ("ALARM", AlarmReasons.Crossed(alarm, bad, isAlarm: true)) : ("OK", AlarmReasons.Crossed(alarm, good, isAlarm: false));
    }

    private static bool Breaches(MetricAlarm alarm, double value) => alarm.Comparison switch
    {
        "GreaterThanThreshold" => value > alarm.Threshold,
        "GreaterThanOrEqualToThreshold" => value >= alarm.Threshold,
        "LessThanThreshold" => value < alarm.Threshold,
        _ => value <= alarm.Threshold,
    };
}
