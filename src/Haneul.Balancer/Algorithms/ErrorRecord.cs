namespace Haneul.Balancer;

/// <summary>
/// How often a target failed lately, and the weight that follows: one whose share of failures is far above that of all others is anomalous, loses half of its weight at each look, and gets it back in the same steps.
/// AWS tells that errors of HTTP and TCP count and that at least three targets are compared, not by which formula; this one is ours.
/// </summary>
internal sealed class ErrorRecord
{
    public const int LookEveryMs = 5_000;

    private const double Least = 1.0 / 16;
    private const int FewestEnded = 10;

    public double Weight { get; private set; } = 1;

    public long Ended { get; private set; }

    public long Failed { get; private set; }

    public long NextLookMs { get; private set; }

    public void Count(bool failed)
    {
        Ended++;
        if (failed) Failed++;
    }

    /// <summary>Compares with what all targets together did since the last look.</summary>
    public void Look(long allEnded, long allFailed, long nowMs)
    {
        NextLookMs = nowMs + LookEveryMs;
        long otherEnded = allEnded - Ended, otherFailed = allFailed - Failed;
        var isAnomalous = Ended >= FewestEnded && otherEnded >= FewestEnded && (double)Failed / Ended > 0.1 + 2.0 * otherFailed / otherEnded;
        // A target that gets little must be seen to answer before it gets more; one that gets nothing is tried.
        if (isAnomalous) Weight = Math.Max(Least, Weight / 2);
        else if (Ended >= FewestEnded || Ended == 0 || Failed == 0) Weight = Math.Min(1, Weight * 2);
        else return;
        Ended = Failed = 0;
    }
}
