using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Tests.Kernel.Fake;

/// <summary>Changes from few names and numbers, so that they meet: duplicates, what is missing, what is down.</summary>
internal sealed class RandomChanges(Random random, string[] namespaces)
{
    private static readonly string[] Devices = ["e1", "e2", "e3", "br1", "br2"];
    private static readonly string[] Addresses = ["10.0.0.1", "10.0.0.2", "10.0.1.1", "fd00::1", "fd00::2"];
    private static readonly string[] Hops = ["169.254.0.1", "169.254.0.2", "fe80::1", "fe80::2"];
    private static readonly string[] Prefixes = ["0.0.0.0/0", "10.1.0.0/16", "10.1.2.0/24", "10.0.0.9/32", "::/0", "fd01::/64", "fd01::9/128"];

    public List<KernelChange> Batch(string name) => [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => Change(name))];

    private KernelChange Change(string name) => random.Next(20) switch
    {
        0 or 1 or 2 => Cable(name),
        3 => new KernelChange.AddBridge(NewDevice()),
        4 => new KernelChange.RemoveLink(Device()),
        5 => new KernelChange.SetUp(Device(), false),
        6 or 7 => new KernelChange.SetUp(Device(), true),
        8 => new KernelChange.SetGroup(Device(), (uint)random.Next(3)),
        9 => new KernelChange.SetBridge(Device(), Device()),
        10 or 11 => new KernelChange.Add(Address()),
        12 => new KernelChange.Remove(Address()),
        13 or 14 => new KernelChange.AddRoute(Route()),
        15 => new KernelChange.RemoveRoute(Route()),
        16 => random.Next(3) > 0 ? new KernelChange.AddPolicy(Policy()) : new KernelChange.RemovePolicy(Policy()),
        17 => new KernelChange.AddNeighbour(Neighbour()),
        18 => new KernelChange.RemoveNeighbour(Neighbour()),
        _ => new KernelChange.Set(new Setting($"ipv6/conf/{Pick("default", Device(), Device())}/disable_ipv6", Pick("0", "1"))),
    };

    private KernelChange.AddCable Cable(string name)
    {
        var there = random.Next(8) == 0 ? "nowhere" : namespaces[random.Next(namespaces.Length)];
        var mac = random.Next(12) == 0 ? default : new Mac(0x0200_0000_0000 + (ulong)random.Next(100));
        return new KernelChange.AddCable(new CableEnd(name, NewDevice(), mac, (uint)random.Next(3)), new CableEnd(there, NewDevice(), new Mac(0x0200_0000_0100)), 1500);
    }

    private AddressPlan Address()
    {
        var address = Ip.Parse(Pick(Addresses));
        return new AddressPlan(Device(), address, address.IsV6 ? Pick(64, 128) : Pick(24, 32));
    }

    private RoutePlan Route()
    {
        var prefix = Cidr.Parse(Pick(Prefixes));
        var kind = Pick(RouteKind.Unicast, RouteKind.Unicast, RouteKind.Blackhole, RouteKind.Throw);
        var table = Pick(RoutePlan.Main, 7u, 70000u);
        if (kind != RouteKind.Unicast) return new RoutePlan(table, prefix, kind);
        return new RoutePlan(table, prefix, kind, Device(), random.Next(2) == 0 ? Pick([.. Hops.Select(Ip.Parse).Where(h => h.IsV6 == prefix.IsV6)]) : null);
    }

    // Removal by Linux looks at the mark only where there is one: a priority belongs to policies of one sort.
    private PolicyPlan Policy()
    {
        var v6 = random.Next(2) == 0;
        return random.Next(2) == 0
            ? new PolicyPlan(v6, (uint)random.Next(1, 3), Pick(7u, 70000u), 100)
            : new PolicyPlan(v6, 0, 7, 101, Ip.Parse(v6 ? Pick("fd00::1", "fd00::2") : Pick("10.0.0.1", "10.0.0.2")));
    }

    private NeighbourPlan Neighbour() => new(Device(), Ip.Parse(Pick(Hops)), new Mac(0x0200_0000_0000 + (ulong)random.Next(3)));

    private string Device() => Pick(Devices);

    private string NewDevice() => random.Next(20) == 0 ? "a-very-long-name" : Device();

    private T Pick<T>(params T[] from) => from[random.Next(from.Length)];
}
