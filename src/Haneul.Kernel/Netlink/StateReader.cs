using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>Reads what is in a namespace: one dump each for devices, addresses, routes, policies, neighbours and tables.</summary>
internal sealed class StateReader(OpenNamespace target, NetlinkWriter writer)
{
    /// <summary>Haneul's tables begin so.</summary>
    private const string TablePrefix = "haneul";

    private readonly Dictionary<int, string> names = [];
    private readonly List<(LinkState Link, int Bridge)> links = [];
    private readonly ImmutableHashSet<AddressPlan>.Builder addresses = ImmutableHashSet.CreateBuilder<AddressPlan>();
    private readonly ImmutableHashSet<RoutePlan>.Builder routes = ImmutableHashSet.CreateBuilder<RoutePlan>();
    private readonly ImmutableHashSet<PolicyPlan>.Builder policies = ImmutableHashSet.CreateBuilder<PolicyPlan>();
    private readonly ImmutableHashSet<NeighbourPlan>.Builder neighbours = ImmutableHashSet.CreateBuilder<NeighbourPlan>();
    private readonly ImmutableHashSet<string>.Builder tables = ImmutableHashSet.CreateBuilder<string>();

    public NamespaceState Read()
    {
        writer.Clear();
        Links();
        Addresses();
        Routes(Rtm.V4);
        Routes(Rtm.V6);
        Policies(Rtm.V4);
        Policies(Rtm.V6);
        Neighbours();
        Tables();
        return new NamespaceState
        {
            Links = links.ToImmutableDictionary(l => l.Link.Device, l => l.Link with { Bridge = l.Bridge == 0 ? null : names.GetValueOrDefault(l.Bridge) }, StringComparer.Ordinal),
            Addresses = addresses.ToImmutable(),
            Routes = routes.ToImmutable(),
            Policies = policies.ToImmutable(),
            Neighbours = neighbours.ToImmutable(),
            Tables = tables.ToImmutable(),
        };
    }

    private void Links()
    {
        writer.Begin(Rtm.GetLink, NetlinkFlags.Dump);
        writer.Fixed(LinkAttribute.Header);
        writer.Number(LinkAttribute.ExtMask, LinkAttribute.WithoutStatistics);
        writer.End();
        target.Route.Dump(writer, "devices", Link, () =>
        {
            names.Clear();
            links.Clear();
        });
    }

    private void Link(NetlinkMessage message)
    {
        if (message.Type != Rtm.NewLink || message.Body.Length < LinkAttribute.Header) return;
        var flags = MemoryMarshal.Read<uint>(message.Body[8..]);
        var (name, kind, mac, mtu, group, bridge) = ("", "", default(Mac), 0, 0u, 0);
        foreach (var attribute in message.Attributes(LinkAttribute.Header))
        {
            switch (attribute.Type)
            {
                case LinkAttribute.Name:
                    name = attribute.Text;
                    break;
                case LinkAttribute.Address:
                    mac = attribute.Ethernet;
                    break;
                case LinkAttribute.Mtu:
                    mtu = (int)attribute.Number;
                    break;
                case LinkAttribute.Group:
                    group = attribute.Number;
                    break;
                case LinkAttribute.Master:
                    bridge = (int)attribute.Number;
                    break;
                case LinkAttribute.Info:
                    foreach (var info in attribute.Inside)
                    {
                        if (info.Type == LinkAttribute.InfoKind) kind = info.Text;
                    }
                    break;
                default:
                    break;
            }
        }
        names[MemoryMarshal.Read<int>(message.Body[4..])] = name;
        links.Add((new LinkState(name, kind, mac, group, mtu, (flags & LinkAttribute.Up) != 0, null), bridge));
    }

    private void Addresses()
    {
        writer.Begin(Rtm.GetAddr, NetlinkFlags.Dump);
        writer.Fixed(AddressAttribute.Header);
        writer.End();
        target.Route.Dump(writer, "addresses", Address, addresses.Clear);
    }

    private void Address(NetlinkMessage message)
    {
        if (message.Type != Rtm.NewAddr || message.Body.Length < AddressAttribute.Header) return;
        uint flags = message.Body[2];
        Ip? address = null, local = null;
        foreach (var attribute in message.Attributes(AddressAttribute.Header))
        {
            if (attribute.Type == AddressAttribute.Address) address = attribute.Address;
            else if (attribute.Type == AddressAttribute.Local) local = attribute.Address;
            else if (attribute.Type == AddressAttribute.Flags) flags = attribute.Number;
        }
        if ((flags & AddressAttribute.NoPrefixRoute) == 0 || (local ?? address) is not { } found) return;
        if (names.TryGetValue(MemoryMarshal.Read<int>(message.Body[4..]), out var device)) addresses.Add(new AddressPlan(device, found, message.Body[1]));
    }

    private void Routes(byte family)
    {
        writer.Begin(Rtm.GetRoute, NetlinkFlags.Dump);
        var header = writer.Fixed(RouteAttribute.Header);
        header[0] = family;
        header[5] = RoutePlan.Protocol;
        writer.End();
        target.Route.Dump(writer, "routes", Route, () => Forget(routes, r => r.Prefix.IsV6 == (family == Rtm.V6)));
    }

    private void Route(NetlinkMessage message)
    {
        if (message.Type != Rtm.NewRoute || message.Body.Length < RouteAttribute.Header || message.Body[5] != RoutePlan.Protocol) return;
        var v6 = message.Body[0] == Rtm.V6;
        uint table = message.Body[4];
        var network = new Ip(0, v6);
        string? device = null;
        Ip? via = null;
        foreach (var attribute in message.Attributes(RouteAttribute.Header))
        {
            if (attribute.Type == RouteAttribute.Table) table = attribute.Number;
            else if (attribute.Type == RouteAttribute.Destination) network = attribute.Address;
            else if (attribute.Type == RouteAttribute.Device) device = names.GetValueOrDefault((int)attribute.Number);
            else if (attribute.Type == RouteAttribute.Gateway) via = attribute.Address;
        }
        RouteKind? kind = message.Body[7] switch
        {
            RouteAttribute.Unicast => RouteKind.Unicast,
            RouteAttribute.Local => RouteKind.Local,
            RouteAttribute.Blackhole => RouteKind.Blackhole,
            RouteAttribute.Throw => RouteKind.Throw,
            _ => null,
        };
        // IPv6 gives a route that drops the loopback for a device.
        if (kind is RouteKind.Blackhole or RouteKind.Throw) device = null;
        if (kind is { } known) routes.Add(new RoutePlan(table, new Cidr(network, message.Body[1]), known, device, via));
    }

    private void Policies(byte family)
    {
        writer.Begin(Rtm.GetRule, NetlinkFlags.Dump);
        writer.Fixed(PolicyAttribute.Header)[0] = family;
        writer.End();
        target.Route.Dump(writer, "policies", Policy, () => Forget(policies, p => p.V6 == (family == Rtm.V6)));
    }

    private void Policy(NetlinkMessage message)
    {
        if (message.Type != Rtm.NewRule || message.Body.Length < PolicyAttribute.Header) return;
        var (mark, table, priority, protocol) = (0u, (uint)message.Body[4], 0u, (byte)0);
        Ip? from = null;
        foreach (var attribute in message.Attributes(PolicyAttribute.Header))
        {
            if (attribute.Type == PolicyAttribute.Mark) mark = attribute.Number;
            else if (attribute.Type == PolicyAttribute.Table) table = attribute.Number;
            else if (attribute.Type == PolicyAttribute.Priority) priority = attribute.Number;
            else if (attribute.Type == PolicyAttribute.Protocol) protocol = attribute.Byte;
            else if (attribute.Type == PolicyAttribute.Source) from = attribute.Address;
        }
        if (protocol == RoutePlan.Protocol) policies.Add(new PolicyPlan(message.Body[0] == Rtm.V6, mark, table, priority, from));
    }

    private void Neighbours()
    {
        writer.Begin(Rtm.GetNeigh, NetlinkFlags.Dump);
        writer.Fixed(NeighbourAttribute.Header);
        writer.End();
        target.Route.Dump(writer, "neighbours", Neighbour, neighbours.Clear);
    }

    private void Neighbour(NetlinkMessage message)
    {
        if (message.Type != Rtm.NewNeigh || message.Body.Length < NeighbourAttribute.Header) return;
        if (message.Body[0] is not (Rtm.V4 or Rtm.V6) || (MemoryMarshal.Read<ushort>(message.Body[8..]) & NeighbourAttribute.Permanent) == 0) return;
        Ip? address = null;
        var mac = default(Mac);
        foreach (var attribute in message.Attributes(NeighbourAttribute.Header))
        {
            if (attribute.Type == NeighbourAttribute.Destination) address = attribute.Address;
            else if (attribute.Type == NeighbourAttribute.Ethernet) mac = attribute.Ethernet;
        }
        if (address is { } known && names.TryGetValue(MemoryMarshal.Read<int>(message.Body[4..]), out var device)) neighbours.Add(new NeighbourPlan(device, known, mac));
    }

    private void Tables()
    {
        NftMessages.ListTables(writer);
        target.Netfilter.Dump(writer, "tables", message =>
        {
            if (NftMessages.TableIn(message) is { } name && name.StartsWith(TablePrefix, StringComparison.Ordinal)) tables.Add(name);
        }, tables.Clear);
    }

    private static void Forget<T>(ImmutableHashSet<T>.Builder all, Predicate<T> which) => all.ExceptWith([.. all.Where(one => which(one))]);
}
