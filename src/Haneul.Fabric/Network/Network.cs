using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>
/// The whole world in network words: what the tracer asks, reachability intersects and a kernel prints.
/// Immutable once lowered; all of it is data that carries Reasons.
/// </summary>
public sealed class Network
{
    /// <summary>By VPC id.</summary>
    public required IReadOnlyDictionary<string, Router> Routers { get; init; }

    /// <summary>By subnet id.</summary>
    public required IReadOnlyDictionary<string, Segment> Segments { get; init; }

    /// <summary>By route table id.</summary>
    public required IReadOnlyDictionary<string, RoutingTable> Tables { get; init; }

    /// <summary>By interface id.</summary>
    public required IReadOnlyDictionary<string, Port> Ports { get; init; }

    /// <summary>The primary interface's id by instance id.</summary>
    public required IReadOnlyDictionary<string, string> PrimaryPorts { get; init; }

    /// <summary>Gateways, peerings and endpoints by id.</summary>
    public required IReadOnlyDictionary<string, Hop> Hops { get; init; }

    /// <summary>Load balancers by id.</summary>
    public required IReadOnlyDictionary<string, Balancer> Balancers { get; init; }

    /// <summary>Target groups by id.</summary>
    public required IReadOnlyDictionary<string, TargetPool> Pools { get; init; }

    /// <summary>The balancer and the node that an interface is, by interface id.</summary>
    public required IReadOnlyDictionary<string, (Balancer Balancer, BalancerPort Node)> BalancerNodes { get; init; }

    /// <summary>Peerings that carry packets, by id.</summary>
    public required ImmutableArray<Link> Links { get; init; }

    public required Beyond Beyond { get; init; }

    /// <summary>The active peering that joins two routers; the first by id.</summary>
    public Link? LinkBetween(string one, string other)
    {
        foreach (var link in Links)
        {
            if (link.Joins(one, other)) return link;
        }
        return null;
    }
}
