using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.CloudWatch;

/// <summary>Spans of time that are asked for.</summary>
internal static class Spans
{
    public static void Check(DateTimeOffset from, DateTimeOffset to, int period, int mostPoints)
    {
        if (period is not (1 or 5 or 10 or 20 or 30) && (period <= 0 || period % 60 != 0)) throw MonitoringFaults.Value("The period is 1, 5, 10, 20 or 30 seconds, or a multiple of 60");
        if (from >= to) throw MonitoringFaults.Value("The parameter StartTime must be less than the parameter EndTime.");
        if ((to - from).TotalSeconds / period > mostPoints) throw new Fault("InvalidParameterCombination", $"You have requested more than {mostPoints} datapoints: choose a longer period or a shorter span");
    }
}
