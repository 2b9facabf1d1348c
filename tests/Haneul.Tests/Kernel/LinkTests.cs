using Haneul.Kernel;
using Haneul.Model;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Kernel;

public sealed class LinkTests
{
    private static readonly Mac One = Mac.Parse("02:00:00:00:00:01");
    private static readonly Mac Two = Mac.Parse("02:00:00:00:00:02");

    [NeedsTool(Tool.Root, Tool.Ip, Tool.Ping)]
    public void A_packet_goes_through_a_cable_between_two_namespaces()
    {
        using var room = new KernelRoom();
        Lay(room);
        Assert.Contains("1 received", room.Ask("host", "ping", "-c1", "-W2", "10.0.0.1"));
        Assert.Contains("1 received", room.Ask("router", "ping", "-c1", "-W2", "10.0.0.10"));
        Assert.Contains("1 received", room.Ask("host", "ping", "-6", "-c1", "-W2", "fd00::1"));
    }

    [NeedsTool(Tool.Root, Tool.Ip)]
    public void Ip_sees_what_was_made()
    {
        using var room = new KernelRoom();
        Lay(room);
        var link = room.Ask("router", "ip", "-d", "link", "show", "e1");
        Assert.Contains("mtu 1400", link);
        Assert.Contains("group 4660", link);
        Assert.Contains("link/ether 02:00:00:00:00:01", link);
        Assert.Contains("addrgenmode none", link);
        Assert.Contains("10.0.0.10 dev e1 table 70000 scope link", room.Ask("router", "ip", "route", "show", "table", "all", "proto", "72"));
        Assert.Contains("10.0.0.10 lladdr 02:00:00:00:00:02 PERMANENT", room.Ask("router", "ip", "neigh", "show", "dev", "e1"));
        Assert.Contains("100:\tfrom all fwmark 0x7 lookup 70000 proto 72", room.Ask("router", "ip", "-d", "rule"));
        Assert.DoesNotContain("fe80", room.Ask("router", "ip", "address"));
    }

    [NeedsTool(Tool.Root)]
    public void What_was_added_is_read_back_equal_and_removing_it_leaves_nothing()
    {
        using var room = new KernelRoom();
        room.Kernel.Make("router");
        room.Kernel.Make("host");
        var empty = room.Kernel.Read("router");
        room.Done("router", Cable(), new KernelChange.AddBridge("br0"), new KernelChange.SetUp("e1", true));
        var changes = Everything();
        room.Done("router", [.. changes]);

        var state = room.Kernel.Read("router");
        Assert.Equal(new LinkState("e1", "veth", One, 0x1234, 1400, true, null), state.Links["e1"]);
        Assert.Equal(changes.OfType<KernelChange.Add>().Select(c => c.Address).ToHashSet(), state.Addresses.ToHashSet());
        Assert.Equal(changes.OfType<KernelChange.AddRoute>().Select(c => c.Route).ToHashSet(), state.Routes.ToHashSet());
        Assert.Equal(changes.OfType<KernelChange.AddPolicy>().Select(c => c.Policy).ToHashSet(), state.Policies.ToHashSet());
        Assert.Equal(changes.OfType<KernelChange.AddNeighbour>().Select(c => c.Neighbour).ToHashSet(), state.Neighbours.ToHashSet());

        room.Done("router", [.. changes.Reverse().Select(Undone)]);
        room.Done("router", new KernelChange.RemoveLink("e1"), new KernelChange.RemoveLink("br0"));
        Assert.Equivalent(empty, room.Kernel.Read("router"), strict: true);
    }

    [NeedsTool(Tool.Root)]
    public void A_batch_goes_on_after_what_is_refused_and_says_which_it_was()
    {
        using var room = new KernelRoom();
        room.Kernel.Make("router");
        KernelChange[] changes =
        [
            new KernelChange.AddCable(new CableEnd("router", "e1", One), new CableEnd("nowhere", "eth0", Two), 1500),
            new KernelChange.SetUp("e1", true),
            new KernelChange.AddBridge("br0"),
            new KernelChange.AddBridge("br0"),
            new KernelChange.Add(new AddressPlan("br0", Ip.Parse("10.0.0.1"), 32)),
            new KernelChange.Add(new AddressPlan("br9", Ip.Parse("10.0.0.1"), 32)),
            new KernelChange.RemoveRoute(new RoutePlan(5, Cidr.Parse("10.1.0.0/16"), RouteKind.Blackhole)),
            new KernelChange.Set(new Setting("ipv4/conf/nothing/rp_filter", "0")),
            new KernelChange.Set(new Setting("ipv4/ip_forward", "1")),
            new KernelChange.RemoveLink("gone"),
        ];
        var failures = room.Kernel.Apply("router", changes);
        Assert.Equal(
            [(changes[0], 2), (changes[1], 19), (changes[3], 17), (changes[5], 19), (changes[6], 3), (changes[7], 2), (changes[9], 19)],
            failures.Select(f => (f.Change, f.Errno)));
        Assert.Contains(new AddressPlan("br0", Ip.Parse("10.0.0.1"), 32), room.Kernel.Read("router").Addresses);
    }

    [NeedsTool(Tool.Root, Tool.Ip)]
    public void A_thousand_devices_come_and_go_in_one_batch_each()
    {
        using var room = new KernelRoom();
        room.Kernel.Make("router");
        room.Kernel.Make("hosts");
        const int Count = 1000;
        var changes = new List<KernelChange> { new KernelChange.Set(new Setting("ipv6/conf/default/disable_ipv6", "1")) };
        for (var i = 0; i < Count; i++)
        {
            changes.Add(new KernelChange.AddCable(new CableEnd("router", $"e{i}", new Mac(0x0200_0000_0000 + (ulong)i)), new CableEnd("hosts", $"h{i}", new Mac(0x0200_0001_0000 + (ulong)i)), 1500));
            changes.Add(new KernelChange.SetUp($"e{i}", true));
            changes.Add(new KernelChange.AddRoute(new RoutePlan(RoutePlan.Main, Cidr.Host(Ip.Parse("10.0.0.0") + (UInt128)i), RouteKind.Unicast, $"e{i}")));
        }
        room.Done("router", [.. changes]);
        var state = room.Kernel.Read("router");
        Assert.Equal(Count, state.Routes.Count);
        Assert.Equal(Count + 1, state.Links.Count);
        room.Done("router", [.. Enumerable.Range(0, Count).Select(i => new KernelChange.RemoveLink($"e{i}"))]);
        Assert.Equal(["lo"], room.Kernel.Read("router").Links.Keys);
        Assert.Equal(["lo"], room.Kernel.Read("hosts").Links.Keys);
    }

    private static KernelChange.AddCable Cable() => new(new CableEnd("router", "e1", One, 0x1234), new CableEnd("host", "eth0", Two), 1400);

    private static void Lay(KernelRoom room)
    {
        room.Kernel.Make("router");
        room.Kernel.Make("host");
        room.Done("router", Cable(), new KernelChange.SetUp("e1", true), new KernelChange.Add(new AddressPlan("e1", Ip.Parse("10.0.0.1"), 32)), new KernelChange.Add(new AddressPlan("e1", Ip.Parse("fd00::1"), 128)),
            new KernelChange.AddRoute(new RoutePlan(70000, Cidr.Parse("10.0.0.10/32"), RouteKind.Unicast, "e1")),
            new KernelChange.AddRoute(new RoutePlan(RoutePlan.Main, Cidr.Parse("10.0.0.10/32"), RouteKind.Unicast, "e1")),
            new KernelChange.AddRoute(new RoutePlan(RoutePlan.Main, Cidr.Parse("fd00::10/128"), RouteKind.Unicast, "e1")),
            new KernelChange.AddNeighbour(new NeighbourPlan("e1", Ip.Parse("10.0.0.10"), Two)), new KernelChange.AddNeighbour(new NeighbourPlan("e1", Ip.Parse("fd00::10"), Two)),
            new KernelChange.AddPolicy(new PolicyPlan(false, 7, 70000, 100)));
        room.Done("host", new KernelChange.SetUp("eth0", true), new KernelChange.Add(new AddressPlan("eth0", Ip.Parse("10.0.0.10"), 24)), new KernelChange.Add(new AddressPlan("eth0", Ip.Parse("fd00::10"), 64)),
            new KernelChange.AddNeighbour(new NeighbourPlan("eth0", Ip.Parse("10.0.0.1"), One)), new KernelChange.AddNeighbour(new NeighbourPlan("eth0", Ip.Parse("fd00::1"), One)),
            new KernelChange.AddRoute(new RoutePlan(RoutePlan.Main, Cidr.AnyV4, RouteKind.Unicast, "eth0", Ip.Parse("10.0.0.1"))),
            new KernelChange.AddRoute(new RoutePlan(RoutePlan.Main, Cidr.AnyV6, RouteKind.Unicast, "eth0", Ip.Parse("fd00::1"))));
    }

    private static IReadOnlyList<KernelChange> Everything() =>
    [
        new KernelChange.Add(new AddressPlan("e1", Ip.Parse("10.0.0.1"), 24)),
        new KernelChange.Add(new AddressPlan("lo", Ip.Parse("169.254.169.254"), 32)),
        new KernelChange.Add(new AddressPlan("e1", Ip.Parse("fd00::1"), 64)),
        new KernelChange.AddRoute(new RoutePlan(RoutePlan.Main, Cidr.Parse("10.0.0.10/32"), RouteKind.Unicast, "e1")),
        new KernelChange.AddRoute(new RoutePlan(77, Cidr.AnyV4, RouteKind.Unicast, "e1", Ip.Parse("169.254.7.7"))),
        new KernelChange.AddRoute(new RoutePlan(0x7fff_1234, Cidr.Parse("10.9.0.0/16"), RouteKind.Blackhole)),
        new KernelChange.AddRoute(new RoutePlan(0x7fff_1234, Cidr.Parse("10.0.0.0/8"), RouteKind.Throw)),
        new KernelChange.AddRoute(new RoutePlan(500, Cidr.AnyV4, RouteKind.Local, "lo")),
        new KernelChange.AddRoute(new RoutePlan(RoutePlan.Main, Cidr.Parse("fd00::10/128"), RouteKind.Unicast, "e1")),
        new KernelChange.AddRoute(new RoutePlan(77, Cidr.AnyV6, RouteKind.Unicast, "e1", Ip.Parse("fe80::7"))),
        new KernelChange.AddRoute(new RoutePlan(77, Cidr.Parse("fd01::/16"), RouteKind.Blackhole)),
        new KernelChange.AddRoute(new RoutePlan(77, Cidr.Parse("fd02::/32"), RouteKind.Throw)),
        new KernelChange.AddRoute(new RoutePlan(500, Cidr.AnyV6, RouteKind.Local, "lo")),
        new KernelChange.AddPolicy(new PolicyPlan(false, 0x7fff_1234, 0x7fff_1234, 100)),
        new KernelChange.AddPolicy(new PolicyPlan(true, 77, 77, 100)),
        new KernelChange.AddPolicy(new PolicyPlan(false, 0, 77, 101, Ip.Parse("10.0.0.10"))),
        new KernelChange.AddPolicy(new PolicyPlan(true, 0, 77, 101, Ip.Parse("fd00::10"))),
        new KernelChange.AddNeighbour(new NeighbourPlan("e1", Ip.Parse("10.0.0.10"), Two)),
        new KernelChange.AddNeighbour(new NeighbourPlan("e1", Ip.Parse("fe80::7"), Two)),
    ];

    private static KernelChange Undone(KernelChange change) => change switch
    {
        KernelChange.Add { Address: var a } => new KernelChange.Remove(a),
        KernelChange.AddRoute { Route: var r } => new KernelChange.RemoveRoute(r),
        KernelChange.AddPolicy { Policy: var p } => new KernelChange.RemovePolicy(p),
        KernelChange.AddNeighbour { Neighbour: var n } => new KernelChange.RemoveNeighbour(n),
        _ => throw new ArgumentException($"{change} has no opposite here"),
    };
}
