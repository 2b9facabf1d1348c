namespace Haneul.Balancer;

/// <summary>
/// One after the other. A target in slow start is passed over until its growing share has added up to a whole turn.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#slow-start-mode
/// </summary>
internal sealed class RoundRobin : PickAlgorithm
{
    public override int Pick(ref PickState state, ReadOnlySpan<LoopTarget> targets, long nowMs)
    {
        var first = state.Cursor % targets.Length;
        for (var passed = 0; passed < targets.Length; passed++)
        {
            var at = first + passed;
            if (at >= targets.Length) at -= targets.Length;
            var target = targets[at];
            if (target.FullFromMs != 0 && !IsTurn(target, nowMs)) continue;
            state.Cursor = at + 1;
            return at;
        }
        // All are in slow start, and none has saved up a turn: then there is nothing to spare them for.
        state.Cursor = first + 1;
        return first;
    }

    private static bool IsTurn(LoopTarget target, long nowMs)
    {
        if (nowMs >= target.FullFromMs)
        {
            target.FullFromMs = 0;
            return true;
        }
        target.Credit += 1 - (double)(target.FullFromMs - nowMs) / target.SlowStartMs;
        if (target.Credit < 1) return false;
        target.Credit -= 1;
        return true;
    }
}
