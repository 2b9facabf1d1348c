using System.Collections.Immutable;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// What is printed of a port whatever filters it: its device, its addresses, and how they are reached. It is good for as long as the port stays as it was, through however many networks; of those it keeps nothing.
/// </summary>
internal sealed class PortPrint
{
    private readonly (string Router, string Segment, string Mac, bool Dark, string? Instance, int Index) like;
    private readonly ImmutableArray<Ip> v4, v6;
    private readonly ImmutableArray<Cidr> blocks;

    public PortPrint(Port port)
    {
        (like, v4, v6, blocks) = (LikeOf(port), port.V4, port.V6, port.Segment.Blocks);
        Device = RouterCompiler.DeviceOf(port);
        var (name, mac) = (Words.Name(Device), Mac.Parse(port.Mac));
        Key = new NftKey(name);
        Own = [.. v4.Concat(v6).Select(ip => (ip.IsV6, new NftKey(Words.Key(name, Words.AddressBytes(ip)))))];
        Routes = [.. v4.Concat(v6).Select(ip => new RoutePlan(RoutePlan.Main, Cidr.Host(ip), RouteKind.Unicast, Device))];
        Neighbours = [.. v4.Concat(v6).Select(ip => new NeighbourPlan(Device, ip, mac))];
    }

    /// <summary>Its device in the VPC's namespace.</summary>
    public string Device { get; }

    /// <summary>The device as the key of a set.</summary>
    public NftKey Key { get; }

    /// <summary>Device and address, for each of its addresses.</summary>
    public ImmutableArray<(bool IsV6, NftKey Key)> Own { get; }

    /// <summary>In the VPC's namespace.</summary>
    public ImmutableArray<RoutePlan> Routes { get; }

    /// <summary>In the VPC's namespace.</summary>
    public ImmutableArray<NeighbourPlan> Neighbours { get; }

    /// <summary>The same would be printed of the port of this id now.</summary>
    public bool IsOf(Port port) => like == LikeOf(port) && v4.AsSpan().SequenceEqual(port.V4.AsSpan()) && v6.AsSpan().SequenceEqual(port.V6.AsSpan()) && blocks.AsSpan().SequenceEqual(port.Segment.Blocks.AsSpan());

    private static (string, string, string, bool, string?, int) LikeOf(Port port) => (port.Router.Id, port.Segment.Id, port.Mac, port.Dark, port.InstanceId, port.DeviceIndex);
}

/// <summary>What is printed of a host: its namespace, and the cables to it.</summary>
/// <param name="Ports">From these.</param>
internal sealed record HostPrint(ImmutableArray<PortPrint> Ports, NamespacePlan Namespace, ImmutableArray<CablePlan> Cables);
