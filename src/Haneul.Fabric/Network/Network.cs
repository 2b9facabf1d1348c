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

/// <summary>The internet: who holds which public address.</summary>
public sealed class Beyond
{
    /// <summary>By public address: what stands for a port of some router.</summary>
    public required IReadOnlyDictionary<Ip, Translation> Translations { get; init; }

    /// <summary>By name.</summary>
    public required IReadOnlyDictionary<string, Host> Hosts { get; init; }

    /// <summary>Hosts on the internet itself, by address.</summary>
    public required IReadOnlyDictionary<Ip, Host> HostsByAddress { get; init; }

    /// <summary>By the home's public address.</summary>
    public required IReadOnlyDictionary<Ip, HomeRouter> Homes { get; init; }

    /// <summary>The routers that hold IPv6 blocks.</summary>
    public required ImmutableArray<Router> V6Routers { get; init; }
}

/// <summary>A host beyond the cloud: on the internet (no home), or behind a home's router.</summary>
public sealed record Host(string Name, Ip Address, HomeRouter? Home)
{
    public ObjectRef Ref => new(ObjectKind.OutsideHost, Name);
}

/// <summary>A home's router: gives its public address to what leaves, lets in only answers.</summary>
public sealed record HomeRouter(string Name, Cidr Block, Ip PublicIp)
{
    public ObjectRef Ref => new(ObjectKind.Home, Name);
}
