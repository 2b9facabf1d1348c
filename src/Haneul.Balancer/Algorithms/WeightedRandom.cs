namespace Haneul.Balancer;

/// <summary>By chance, evenly; with anomaly mitigation, targets that fail more than the others get less. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#automatic-target-weights</summary>
internal sealed class WeightedRandom(bool mitigates) : PickAlgorithm
{
    /// <summary>With fewer targets there is nothing to compare with.</summary>
    public const int FewestTargets = 3;

    /// <summary>A share is at least 1/16: after so many refusals in a row a target is taken as it comes.</summary>
    private const int MostTries = 64;

    public override int Pick(ref PickState state, ReadOnlySpan<LoopTarget> targets, long nowMs)
    {
        if (!mitigates || targets.Length < FewestTargets) return state.Below(targets.Length);
        if (nowMs >= targets[0].Errors.NextLookMs) Look(targets, nowMs);
        var at = 0;
        for (var tries = 0; tries < MostTries; tries++)
        {
            at = state.Below(targets.Length);
            var weight = targets[at].Errors.Weight;
            if (weight >= 1 || state.Share() < weight) break;
        }
        return at;
    }

    private static void Look(ReadOnlySpan<LoopTarget> targets, long nowMs)
    {
        long ended = 0, failed = 0;
        foreach (var target in targets)
        {
            ended += target.Errors.Ended;
            failed += target.Errors.Failed;
        }
        foreach (var target in targets) target.Errors.Look(ended, failed, nowMs);
    }
}
