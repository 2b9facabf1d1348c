namespace Haneul.Balancer;

/// <summary>
/// A target as one event loop sees it. It lives from when the target is first wanted until it no longer is, through changes of health and of what is wanted; only its loop touches it.
/// </summary>
public sealed class LoopTarget
{
    internal LoopTarget(UsableTarget usable)
    {
        Target = usable.Target;
        Key = usable.Key;
    }

    public WantedTarget Target { get; internal set; }

    /// <summary>Names the target in cookies.</summary>
    public ulong Key { get; }

    /// <summary>Requests in flight: who picks a target counts it up, who ends counts it down.</summary>
    public int Outstanding { get; set; }

    /// <summary>It may be given requests; where not, what it has begun ends.</summary>
    public bool IsUsable { get; internal set; }

    /// <summary>For the data plane to keep with it, such as its idle connections; a target that is no longer wanted is forgotten when this is null and nothing is in flight.</summary>
    public object? Tag { get; set; }

    /// <summary>When it has its full share, in Unix milliseconds; 0: it has.</summary>
    internal long FullFromMs { get; set; }

    internal int SlowStartMs { get; set; }

    /// <summary>What slow start has saved up for it: at 1 it is its turn.</summary>
    internal double Credit { get; set; }

    internal ErrorRecord Errors { get; } = new();

    /// <summary>A request ended; what failed is an answer of 500 and above, or no answer.</summary>
    public void Ended(bool failed) => Errors.Count(failed);
}
