namespace Haneul.Balancer;

/// <summary>
/// One loop's choice among the targets of a group for one node. Only its loop calls it: nothing is locked. Picking allocates nothing; <see cref="Use"/> does, at changes.
/// </summary>
/// <param name="seed">Different for each loop, so that they do not all begin at the same target.</param>
public sealed class Picker(ulong seed)
{
    private readonly Dictionary<ulong, LoopTarget> known = [];
    private PickState state = new(seed);
    private LoopTarget[] targets = [];
    private UsableTargets? used;

    /// <summary>Takes on what is usable now; nothing to do where it is the same as before.</summary>
    public void Use(UsableTargets usable)
    {
        if (ReferenceEquals(used, usable)) return;
        if (used is null && usable.Targets.Length > 0) state.Cursor = state.Below(usable.Targets.Length);
        used = usable;
        foreach (var target in targets) target.IsUsable = false;
        targets = [.. usable.Targets.Select(Known)];
        StartSlowly(usable);
        // Those in flight at targets that are no longer usable are counted until they end.
        foreach (var gone in known.Values.Where(t => !t.IsUsable && t.Outstanding == 0 && t.Tag is null).ToList()) known.Remove(gone.Key);
    }

    /// <summary>Null: there is nobody to give the request to (503).</summary>
    /// <param name="nowMs">The loop's time of day in Unix milliseconds.</param>
    public LoopTarget? Pick(long nowMs) => used is null || targets.Length == 0 ? null : targets[used.Algorithm.Pick(ref state, targets, nowMs)];

    /// <summary>Another one than that which has just failed; null where there is none.</summary>
    public LoopTarget? PickOther(LoopTarget failed, long nowMs)
    {
        var other = Pick(nowMs);
        if (other != failed) return other;
        return targets.Length > 1 ? targets[(Array.IndexOf(targets, failed) + 1) % targets.Length] : null;
    }

    /// <summary>The target that a cookie names; null where it is not usable now.</summary>
    public LoopTarget? Find(ulong key) => known.TryGetValue(key, out var target) && target.IsUsable ? target : null;

    private LoopTarget Known(UsableTarget usable)
    {
        if (!known.TryGetValue(usable.Key, out var target)) known.Add(usable.Key, target = new LoopTarget(usable));
        target.Target = usable.Target;
        target.IsUsable = true;
        return target;
    }

    /// <summary>Who became healthy lately grows into its share.</summary>
    private void StartSlowly(UsableTargets usable)
    {
        for (var i = 0; i < targets.Length; i++)
        {
            var from = usable.SlowStartMs > 0 && usable.Targets[i].HealthySinceMs is { } since ? since + usable.SlowStartMs : 0;
            if (from != targets[i].FullFromMs) targets[i].Credit = 0;
            targets[i].FullFromMs = from;
            targets[i].SlowStartMs = usable.SlowStartMs;
        }
    }
}
