namespace Haneul.Balancer;

/// <summary>The target with the fewest requests in flight from this loop; of equals, the next in turn.</summary>
internal sealed class LeastOutstanding : PickAlgorithm
{
    public override int Pick(ref PickState state, ReadOnlySpan<LoopTarget> targets, long nowMs)
    {
        var first = state.Cursor % targets.Length;
        var best = first;
        for (var passed = 0; passed < targets.Length && targets[best].Outstanding > 0; passed++)
        {
            var at = first + passed;
            if (at >= targets.Length) at -= targets.Length;
            if (targets[at].Outstanding < targets[best].Outstanding) best = at;
        }
        state.Cursor = best + 1;
        return best;
    }
}
