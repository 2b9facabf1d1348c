using System.Globalization;

namespace Haneul.Model;

/// <summary>
/// Why an alarm has come to its state, in the sentences that CloudWatch's own alarms have (StateReason). Its pages give single ones only:
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions.html
/// </summary>
internal static class AlarmReasons
{
    /// <summary>So many values are listed, the newest first.</summary>
    private const int MostListed = 5;

    /// <summary>Nothing was measured.</summary>
    public static string Unknown(int periods) => $"Insufficient Data: {Count(periods)} {Were(periods)} unknown.";

    /// <summary>Periods without measurements were taken for breaching, or for good.</summary>
    public static string Treated(int there, int periods, bool isBreaching) =>
        $"Threshold Crossed: {(there == 0 ? "no datapoints were" : $"{Count(there)} {Were(there)}")} received for {(periods == 1 ? "1 period" : $"{periods} periods")} and {Missing(periods - there)} treated as [{(isBreaching ? "Breaching" : "NonBreaching")}].";

    /// <summary>What was measured decided.</summary>
    /// <param name="alarm">What is watched.</param>
    /// <param name="deciding">The periods whose values are such, the newest first.</param>
    /// <param name="isAlarm">They cross the threshold; else they do not.</param>
    public static string Crossed(MetricAlarm alarm, IReadOnlyList<(DateTimeOffset At, double Value)> deciding, bool isAlarm)
    {
        var needed = alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods;
        var minimum = isAlarm ? $"minimum {Count(needed)} for OK -> ALARM transition" : $"minimum {Count(alarm.EvaluationPeriods - needed + 1)} for ALARM -> OK transition";
        var list = $"[{string.Join(", ", deciding.Take(MostListed).Select(p => $"{Number(p.Value)} ({p.At.UtcDateTime.ToString("dd/MM/yy HH:mm:ss", CultureInfo.InvariantCulture)})"))}]";
        return $"Threshold Crossed: {deciding.Count} out of the last {alarm.EvaluationPeriods} datapoints {list} {Were(deciding.Count)} {(isAlarm ? "" : "not ")}{Comparison(alarm)} the threshold ({Number(alarm.Threshold)}) ({minimum}).";
    }

    private static string Comparison(MetricAlarm alarm) => alarm.Comparison switch
    {
        "GreaterThanThreshold" => "greater than",
        "GreaterThanOrEqualToThreshold" => "greater than or equal to",
        "LessThanThreshold" => "less than",
        _ => "less than or equal to",
    };

    private static string Count(int points) => points == 1 ? "1 datapoint" : $"{points} datapoints";

    private static string Missing(int points) => points == 1 ? "1 missing datapoint was" : $"{points} missing datapoints were";

    private static string Were(int points) => points == 1 ? "was" : "were";

    /// <summary>Whole numbers have a decimal there.</summary>
    private static string Number(double value) => value == Math.Floor(value) && Math.Abs(value) < 1e7 ? value.ToString("0.0", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
}
