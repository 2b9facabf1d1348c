using System.Runtime.InteropServices;

namespace Haneul.Kernel;

/// <summary>Addresses, routes, policies and neighbours as rtnetlink messages.</summary>
internal static class RouteMessages
{
    /// <summary>In every namespace the loopback is the first device.</summary>
    private const int Loopback = 1;

    private const ushort Make = NetlinkFlags.Create | NetlinkFlags.Exclusive;

    /// <summary>Without a route for its prefix, and (IPv6) usable at once.</summary>
    public static void Address(NetlinkWriter writer, AddressPlan address, int device, bool add)
    {
        writer.Begin(add ? Rtm.NewAddr : Rtm.DelAddr, add ? Make : (ushort)0);
        var header = writer.Fixed(AddressAttribute.Header);
        header[0] = Rtm.FamilyOf(address.Address.IsV6);
        header[1] = (byte)address.Length;
        MemoryMarshal.Write(header[4..], device);
        writer.Address(AddressAttribute.Local, address.Address);
        writer.Address(AddressAttribute.Address, address.Address);
        writer.Number(AddressAttribute.Flags, AddressAttribute.NoPrefixRoute | (address.Address.IsV6 ? AddressAttribute.Immediate : 0));
        writer.End();
    }

    public static void Route(NetlinkWriter writer, RoutePlan route, int device, bool add)
    {
        writer.Begin(add ? Rtm.NewRoute : Rtm.DelRoute, add ? Make : (ushort)0);
        var header = writer.Fixed(RouteAttribute.Header);
        header[0] = Rtm.FamilyOf(route.Prefix.IsV6);
        header[1] = (byte)route.Prefix.Length;
        header[4] = route.Table < 256 ? (byte)route.Table : RouteAttribute.BigTable;
        header[5] = RoutePlan.Protocol;
        header[6] = add ? ScopeOf(route) : RouteAttribute.ScopeAny;
        header[7] = KindOf(route.Kind);
        MemoryMarshal.Write(header[8..], add && route.Via is not null ? RouteAttribute.OnLink : 0);
        writer.Number(RouteAttribute.Table, route.Table);
        if (route.Prefix.Length > 0) writer.Address(RouteAttribute.Destination, route.Prefix.Network);
        // IPv6 gives a route that drops the loopback for a device, and its removal looks at the device where it does not look at the kind.
        if (route is { Device: null, Prefix.IsV6: true, Kind: not RouteKind.Unicast } && !add) device = Loopback;
        if (device != 0) writer.Number(RouteAttribute.Device, (uint)device);
        if (route.Via is { } via) writer.Address(RouteAttribute.Gateway, via);
        writer.End();
    }

    public static void Policy(NetlinkWriter writer, PolicyPlan policy, bool add)
    {
        writer.Begin(add ? Rtm.NewRule : Rtm.DelRule, add ? Make : (ushort)0);
        var header = writer.Fixed(PolicyAttribute.Header);
        header[0] = Rtm.FamilyOf(policy.V6);
        header[2] = (byte)(policy.From?.Width ?? 0);
        header[4] = policy.Table < 256 ? (byte)policy.Table : (byte)0;
        header[7] = PolicyAttribute.ToTable;
        if (policy.From is { } from) writer.Address(PolicyAttribute.Source, from);
        writer.Number(PolicyAttribute.Priority, policy.Priority);
        if (policy.Mark != 0) writer.Number(PolicyAttribute.Mark, policy.Mark);
        writer.Number(PolicyAttribute.Table, policy.Table);
        writer.Byte(PolicyAttribute.Protocol, RoutePlan.Protocol);
        writer.End();
    }

    /// <summary>Adding takes the place of what the kernel may have learnt by asking.</summary>
    public static void Neighbour(NetlinkWriter writer, NeighbourPlan neighbour, int device, bool add)
    {
        writer.Begin(add ? Rtm.NewNeigh : Rtm.DelNeigh, add ? (ushort)(NetlinkFlags.Create | NetlinkFlags.Replace) : (ushort)0);
        var header = writer.Fixed(NeighbourAttribute.Header);
        header[0] = Rtm.FamilyOf(neighbour.Address.IsV6);
        MemoryMarshal.Write(header[4..], device);
        MemoryMarshal.Write(header[8..], NeighbourAttribute.Permanent);
        writer.Address(NeighbourAttribute.Destination, neighbour.Address);
        if (add) writer.Ethernet(NeighbourAttribute.Ethernet, neighbour.Mac);
        writer.End();
    }

    private static byte KindOf(RouteKind kind) => kind switch
    {
        RouteKind.Unicast => RouteAttribute.Unicast,
        RouteKind.Blackhole => RouteAttribute.Blackhole,
        RouteKind.Throw => RouteAttribute.Throw,
        RouteKind.Local => RouteAttribute.Local,
        _ => throw new ArgumentException($"No route is of kind {kind}"),
    };

    private static byte ScopeOf(RoutePlan route) => route switch
    {
        { Prefix.IsV6: true } => RouteAttribute.ScopeUniverse,
        { Kind: RouteKind.Local } => RouteAttribute.ScopeHost,
        { Kind: RouteKind.Unicast, Via: null } => RouteAttribute.ScopeLink,
        _ => RouteAttribute.ScopeUniverse,
    };
}
