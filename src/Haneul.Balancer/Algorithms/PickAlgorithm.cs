namespace Haneul.Balancer;

/// <summary>
/// Chooses a target for a request, in AWS's words: round_robin, least_outstanding_requests or weighted_random. It has no state of its own and allocates nothing.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#modify-routing-algorithm
/// </summary>
public abstract class PickAlgorithm
{
    private static readonly PickAlgorithm RoundRobin = new RoundRobin(), LeastOutstanding = new LeastOutstanding(), WeightedRandom = new WeightedRandom(false), Mitigating = new WeightedRandom(true);

    public static PickAlgorithm Of(string name, bool mitigatesAnomalies) => name switch
    {
        "least_outstanding_requests" => LeastOutstanding,
        "weighted_random" => mitigatesAnomalies ? Mitigating : WeightedRandom,
        _ => RoundRobin,
    };

    /// <summary>The number of the target; there is at least one.</summary>
    /// <param name="state">The loop's.</param>
    /// <param name="targets">Those that are usable, as the loop sees them.</param>
    /// <param name="nowMs">The loop's time of day in Unix milliseconds.</param>
    public abstract int Pick(ref PickState state, ReadOnlySpan<LoopTarget> targets, long nowMs);
}
