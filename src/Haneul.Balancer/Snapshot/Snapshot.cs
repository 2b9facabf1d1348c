using System.Collections.Immutable;

namespace Haneul.Balancer;

/// <summary>What is wanted, checked and made ready for loops.</summary>
/// <param name="Version">Of the wanted state.</param>
/// <param name="Listeners">By where they listen.</param>
/// <param name="Streams">Of network balancers, by where they listen.</param>
/// <param name="Pools">Of all nodes.</param>
/// <param name="Routes">All ways to targets.</param>
/// <param name="Counts">All that is counted.</param>
/// <param name="Troubles">What is not served, and why.</param>
internal sealed record Snapshot(
    long Version,
    ImmutableDictionary<ListenKey, ServedListener> Listeners,
    ImmutableDictionary<ListenKey, ServedStream> Streams,
    ImmutableArray<ServedPool> Pools,
    ImmutableHashSet<TargetRoute> Routes,
    ImmutableArray<BalancerCounts> Counts,
    ImmutableArray<string> Troubles);
