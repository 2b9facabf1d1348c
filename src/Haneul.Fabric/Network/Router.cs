using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>One private network (a VPC): it delivers to its own ports by address; what leaves goes by the tables of its segments.</summary>
public sealed class Router
{
    private readonly Dictionary<Ip, Port> ports = [];
    private readonly Dictionary<Ip, Translation> translations = [];

    public required string Id { get; init; }

    public required Place Place { get; init; }

    public required ImmutableArray<Cidr> Blocks { get; init; }

    /// <summary>The address of the VPC's resolver: base of the primary block + 2.</summary>
    public required Ip Resolver { get; init; }

    /// <summary>Its resolver answers (enableDnsSupport).</summary>
    public required bool ResolvesNames { get; init; }

    /// <summary>The internet gateway that is attached.</summary>
    public required string? InternetGatewayId { get; init; }

    /// <summary>The egress-only gateway.</summary>
    public required string? EgressOnlyGatewayId { get; init; }

    /// <summary>NAT gateways that are available and in a zone that works, by id.</summary>
    public required ImmutableArray<ZonedGateway> NatGateways { get; init; }

    public ObjectRef Ref => new(ObjectKind.Vpc, Id);

    public IReadOnlyDictionary<Ip, Port> Ports => ports;

    /// <summary>Public addresses that stand for private ones, by private address: what its internet gateway translates.</summary>
    public IReadOnlyDictionary<Ip, Translation> Translations => translations;

    public bool Holds(Ip ip)
    {
        foreach (var block in Blocks)
        {
            if (block.Contains(ip)) return true;
        }
        return false;
    }

    public Port? PortOf(Ip ip) => ports.GetValueOrDefault(ip);

    public Translation? PublicOf(Ip inside) => translations.GetValueOrDefault(inside);

    internal void Add(Port port)
    {
        foreach (var ip in port.V4) ports.TryAdd(ip, port);
        foreach (var ip in port.V6) ports.TryAdd(ip, port);
    }

    internal bool Add(Translation translation) => translations.TryAdd(translation.Inside, translation);
}

/// <summary>A gateway that stands in one zone; a subnet is best served by one in its own.</summary>
public sealed record ZonedGateway(string Id, string Zone);

/// <summary>A public address that stands for a private one, both ways.</summary>
public sealed record Translation(Ip Inside, Ip Outside, string PortId, string RouterId, Reason Reason);

/// <summary>A part of a router's ports behind one border (a subnet): stages on the border, and the table for what leaves.</summary>
public sealed class Segment
{
    public required string Id { get; init; }

    public required Router Router { get; init; }

    public required string Zone { get; init; }

    /// <summary>Its zone has failed: none of its ports sends or receives.</summary>
    public required bool Dark { get; init; }

    public required ImmutableArray<Cidr> Blocks { get; init; }

    /// <summary>What leaves passes this; null where no ACL is.</summary>
    public required Stage? Out { get; init; }

    public required Stage? In { get; init; }

    /// <summary>Null where the VPC has no main table: then nothing can leave.</summary>
    public required RoutingTable? Table { get; init; }

    public ObjectRef Ref => new(ObjectKind.Subnet, Id);

    public ObjectRef ZoneRef => new(ObjectKind.Zone, Zone);

    public bool Holds(Ip ip)
    {
        foreach (var block in Blocks)
        {
            if (block.Contains(ip)) return true;
        }
        return false;
    }
}

/// <summary>What a guest does with packets that are not for it.</summary>
public enum Forwarding
{
    /// <summary>Passes them on unchanged.</summary>
    Router,

    /// <summary>Passes them on with its own primary address as their source; the port is kept.</summary>
    Masquerade,

    /// <summary>Swallows them.</summary>
    None,
}

/// <summary>Where a host or gateway meets a segment (a network interface).</summary>
public sealed class Port
{
    public required string Id { get; init; }

    public required Segment Segment { get; init; }

    /// <summary>The first is the primary one.</summary>
    public required ImmutableArray<Ip> V4 { get; init; }

    public required ImmutableArray<Ip> V6 { get; init; }

    /// <summary>Its Ethernet address, colon-separated.</summary>
    public required string Mac { get; init; }

    /// <summary>Its place among its host's ports: 0 is the primary one.</summary>
    public required int DeviceIndex { get; init; }

    /// <summary>Null: not filtered.</summary>
    public required Stage? Out { get; init; }

    public required Stage? In { get; init; }

    /// <summary>Refuses what is neither from nor to one of its own addresses.</summary>
    public required bool ChecksAddresses { get; init; }

    public required bool Attached { get; init; }

    /// <summary>The host behind it runs; true for what is AWS's own.</summary>
    public required bool Running { get; init; }

    /// <summary>Its zone has failed: it neither sends nor receives (a kernel takes the cable down).</summary>
    public bool Dark => Segment.Dark;

    public required Forwarding Forwarding { get; init; }

    public required string? InstanceId { get; init; }

    /// <summary>The NAT gateway that it belongs to.</summary>
    public required string? NatGatewayId { get; init; }

    /// <summary>The load balancer whose node it is.</summary>
    public string? BalancerId { get; init; }

    /// <summary>It is a node of a network balancer: it passes on what comes to it.</summary>
    public bool PassesFlows { get; init; }

    public Router Router => Segment.Router;

    public ObjectRef Ref => new(ObjectKind.NetworkInterface, Id);

    public bool Has(Ip ip)
    {
        foreach (var own in ip.IsV6 ? V6 : V4)
        {
            if (own == ip) return true;
        }
        return false;
    }

    /// <summary>Its first address of the family.</summary>
    public Ip? Primary(bool v6) => (v6 ? V6 : V4) is [var first, ..] ? first : null;
}
