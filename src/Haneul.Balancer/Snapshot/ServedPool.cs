using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>A target group as one node serves it: the targets that it may use, and which of them take requests now.</summary>
internal sealed class ServedPool(WantedPool wanted, ServedTarget[] targets, BalancerCounts counts)
{
    private volatile ServedTarget[] _usable = targets;
    private int _next = Random.Shared.Next(1 << 20);

    public Id<TargetGroup> Id => wanted.Id;

    public string Arn => wanted.Arn;

    public WantedPool Wanted => wanted;

    public BalancerCounts Counts => counts;

    /// <summary>None that drains.</summary>
    public ServedTarget[] Targets { get; } = targets;

    public ServedTarget[] Usable
    {
        get => _usable;
        set => _usable = value;
    }

    /// <summary>Null where nothing is registered.</summary>
    public ServedTarget? Choose()
    {
        var usable = _usable;
        return usable.Length == 0 ? null : usable[(uint)Interlocked.Increment(ref _next) % (uint)usable.Length];
    }

    /// <summary>One that can stand in for it; null where there is none.</summary>
    public ServedTarget? Other(ServedTarget failed)
    {
        for (var tries = 0; tries < 3; tries++)
        {
            if (Choose() is { } other && other.Route != failed.Route) return other;
        }
        return null;
    }
}
