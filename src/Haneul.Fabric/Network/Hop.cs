using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Something that a route can hand a packet to, other than a port or local delivery. Read by <see cref="IHopVisitor{T}"/>.</summary>
public abstract record Hop(ObjectRef Ref)
{
    public abstract T Accept<T>(IHopVisitor<T> visitor);
}

/// <summary>To and from the internet; translates one to one by the router's translations (internet gateway).</summary>
/// <param name="Ref">The gateway.</param>
/// <param name="RouterId">The VPC that it is attached to.</param>
/// <param name="Table">Routes for what comes in, where it has a table of its own.</param>
public sealed record InternetExit(ObjectRef Ref, string? RouterId, RoutingTable? Table) : Hop(Ref)
{
    public override T Accept<T>(IHopVisitor<T> visitor) => visitor.InternetExit(this);
}

/// <summary>IPv6 out, and only answers in (egress-only internet gateway).</summary>
public sealed record OneWayExit(ObjectRef Ref, string RouterId) : Hop(Ref)
{
    public override T Accept<T>(IHopVisitor<T> visitor) => visitor.OneWayExit(this);
}

/// <summary>Gives many sources its own address, by port, and sends from its own port (NAT gateway).</summary>
/// <param name="Ref">The gateway.</param>
/// <param name="RouterId">Its VPC.</param>
/// <param name="PortId">Its interface; null where it has none.</param>
/// <param name="Address">The address that it gives; null where it has none.</param>
/// <param name="Available">It works.</param>
/// <param name="State">Its state in AWS's word.</param>
public sealed record PortTranslator(ObjectRef Ref, string RouterId, string? PortId, Ip? Address, bool Available, string State) : Hop(Ref)
{
    /// <summary>It uses ports 1024–65535. https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html</summary>
    public const int LowestPort = 1024;

    /// <summary>Connections at a time to one destination (address, port, protocol), for each address that it gives; further ones fail (ErrorPortAllocation). The same page.</summary>
    public const int MostConnections = 55_000;

    /// <summary>Further addresses that it gives; which one a connection gets cannot be foretold.</summary>
    public ImmutableArray<Ip> Secondary { get; init; } = [];

    public override T Accept<T>(IHopVisitor<T> visitor) => visitor.PortTranslator(this);
}

/// <summary>Joins two routers; each delivers what comes over it locally and only locally (peering).</summary>
public sealed record Link(ObjectRef Ref, string OneId, string OtherId, bool Active) : Hop(Ref)
{
    public string FarFrom(string routerId) => OneId == routerId ? OtherId : OneId;

    public bool Joins(string one, string other) => (OneId == one && OtherId == other) || (OneId == other && OtherId == one);

    public override T Accept<T>(IHopVisitor<T> visitor) => visitor.Link(this);
}

/// <summary>To networks elsewhere, by tunnels that are not up (VPN gateway).</summary>
public sealed record Tunnel(ObjectRef Ref, string? RouterId, RoutingTable? Table) : Hop(Ref)
{
    public override T Accept<T>(IHopVisitor<T> visitor) => visitor.Tunnel(this);
}

/// <summary>Leads to a service of the provider (gateway endpoint).</summary>
public sealed record ServiceExit(ObjectRef Ref, string RouterId) : Hop(Ref)
{
    public override T Accept<T>(IHopVisitor<T> visitor) => visitor.ServiceExit(this);
}

/// <summary>One method for each kind of <see cref="Hop"/>.</summary>
public interface IHopVisitor<out T>
{
    T InternetExit(InternetExit hop);

    T OneWayExit(OneWayExit hop);

    T PortTranslator(PortTranslator hop);

    T Link(Link hop);

    T Tunnel(Tunnel hop);

    T ServiceExit(ServiceExit hop);

    T ApplianceEntry(ApplianceEntry hop);
}
