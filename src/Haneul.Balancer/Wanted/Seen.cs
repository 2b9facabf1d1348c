using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>What the data plane tells: which version it serves, what it found out about targets, and what it counted.</summary>
public sealed record SeenState
{
    /// <summary>The version of what is wanted that is served now.</summary>
    public required long Version { get; init; }

    /// <summary>Health of targets as it changed since the last time: by the node that checks.</summary>
    public ImmutableArray<SeenHealth> Health { get; init; } = [];

    /// <summary>Draining targets that have nothing in flight any more.</summary>
    public ImmutableArray<Id<TargetRegistration>> Drained { get; init; } = [];

    /// <summary>What passed since the last time.</summary>
    public ImmutableArray<SeenCount> Counts { get; init; } = [];

    /// <summary>What of the wanted could not be served, in words: a socket that cannot be bound, a certificate that cannot be read. Told by the answer to a wish.</summary>
    public ImmutableArray<string> Troubles { get; init; } = [];

    /// <summary>It answers a wish: which version is served, and with which troubles.</summary>
    public bool IsAnswer => Health.IsEmpty && Drained.IsEmpty && Counts.IsEmpty;
}

/// <summary>A node's finding of a target's health.</summary>
public sealed record SeenHealth(string BalancerArn, string Zone, Id<TargetRegistration> Target, TargetHealth Health);

/// <summary>Requests (HTTP) or new connections of a balancer to a target group; the group is null for what the balancer answered itself.</summary>
public sealed record SeenCount(string BalancerArn, string? GroupArn, long Requests, long Bytes, long Errors)
{
    /// <summary>Connections that are open now.</summary>
    public int Active { get; init; }
}
