using System.Collections.Frozen;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>A target group as one node serves it. Who of it is usable changes without a new snapshot, by what health checks find.</summary>
/// <param name="wanted">As it was told.</param>
/// <param name="node">Kept by the health checks; null: nobody checks it, and all are used.</param>
/// <param name="all">All of the node's targets.</param>
/// <param name="pickers">One for each loop.</param>
/// <param name="targets">By the keys of the pickers.</param>
/// <param name="counts">What goes to it.</param>
internal sealed class ServedPool(WantedPool wanted, NodePool? node, UsableTargets all, Picker[] pickers, FrozenDictionary<ulong, ServedTarget> targets, BalancerCounts counts)
{
    /// <summary>Health may be a step ahead of this snapshot: a target that it does not have yet is passed over.</summary>
    private const int MostTries = 4;

    public Id<TargetGroup> Id => wanted.Id;

    /// <summary>As logs write it.</summary>
    public byte[] ArnText { get; } = System.Text.Encoding.ASCII.GetBytes(wanted.Arn);

    /// <summary>Names the group in cookies.</summary>
    public ulong Key { get; } = TargetKey.Of(wanted.Id.Value);

    /// <summary>How clients stay with its targets; null: they do not.</summary>
    public StickyPool? Sticky { get; init; }

    /// <summary>What answers in the place of targets; null: targets do.</summary>
    public ServedFunction? Function { get; init; }

    /// <summary>How its targets are spoken to.</summary>
    public TargetVersion Version { get; init; }

    public BalancerCounts Counts => counts;

    public IEnumerable<ServedTarget> Targets => targets.Values;

    /// <summary>Checks of this node find the target unhealthy, and others are used in its place; since when, in Unix milliseconds, where that is known.</summary>
    public bool IsFailing(Id<TargetRegistration> target, out long? sinceMs)
    {
        sinceMs = null;
        return node?.Usable.Failing.TryGetValue(target, out sinceMs) == true;
    }

    /// <summary>False where there is nobody to give a request to.</summary>
    public bool TryChoose(Worker worker, out Chosen chosen)
    {
        var picker = pickers[worker.Index];
        picker.Use(node?.Usable ?? all);
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (picker.Pick(worker.Loop.WallMs) is not { } picked) break;
            if (!targets.TryGetValue(picked.Key, out var target)) continue;
            chosen = new Chosen(target, picked);
            return true;
        }
        chosen = default;
        return false;
    }

    /// <summary>The target that a cookie names, where it is usable.</summary>
    public bool TryFind(Worker worker, ulong key, out Chosen chosen)
    {
        chosen = default;
        var picker = pickers[worker.Index];
        picker.Use(node?.Usable ?? all);
        if (picker.Find(key) is not { } found || !targets.TryGetValue(key, out var target)) return false;
        chosen = new Chosen(target, found);
        return true;
    }

    /// <summary>One that can stand in for it.</summary>
    public bool TryChooseOther(Worker worker, LoopTarget failed, out Chosen chosen)
    {
        chosen = default;
        if (pickers[worker.Index].PickOther(failed, worker.Loop.WallMs) is not { } other || !targets.TryGetValue(other.Key, out var target)) return false;
        chosen = new Chosen(target, other);
        return true;
    }
}

/// <summary>A target with what this loop knows of it.</summary>
internal readonly record struct Chosen(ServedTarget Target, LoopTarget Loop);
