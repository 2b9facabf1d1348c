using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>A namespace in the making.</summary>
internal sealed class NamespaceBuilder(string name, NamespaceOwner owner, string meaning)
{
    public string Name { get; } = name;

    public List<Setting> Settings { get; } = [];

    public List<AddressPlan> Addresses { get; } = [];

    public List<RoutePlan> Routes { get; } = [];

    public List<PolicyPlan> Policies { get; } = [];

    public List<NeighbourPlan> Neighbours { get; } = [];

    public List<string> Bridges { get; } = [];

    public NftTable? Table { get; set; }

    public NftTable? Held { get; set; }

    /// <summary>Forwards packets between its devices, answers no redirects, believes its routes both ways; IPv6 is off until a device asks for it.</summary>
    public void Routing(bool v6)
    {
        Set("ipv4/ip_forward", "1");
        Set("ipv4/conf/all/send_redirects", "0");
        Set("ipv4/conf/default/send_redirects", "0");
        // What a device inherits comes from the machine's settings, and strict checks contradict routing by marks.
        Set("ipv4/conf/all/rp_filter", "0");
        Set("ipv4/conf/default/rp_filter", "0");
        if (v6) Set("ipv6/conf/all/forwarding", "1");
        Set("ipv6/conf/default/disable_ipv6", "1");
    }

    public void Set(string path, string value) => Settings.Add(new Setting(path, value));

    /// <summary>IPv6 on one device (each device with IPv6 makes the next one dearer).</summary>
    public void AllowV6(string device) => Set($"ipv6/conf/{device}/disable_ipv6", "0");

    public void Route(Cidr prefix, string device, Ip? via = null, uint table = RoutePlan.Main) => Routes.Add(new RoutePlan(table, prefix, RouteKind.Unicast, device, via));

    public void Blackhole(Cidr prefix, uint table = RoutePlan.Main) => Routes.Add(new RoutePlan(table, prefix, RouteKind.Blackhole));

    /// <summary>What it is now; of an earlier plan of the namespace whatever is the same, all of it where nothing differs.</summary>
    public NamespacePlan Build(NamespacePlan? earlier)
    {
        var now = new NamespacePlan
        {
            Name = Name,
            Owner = owner,
            Meaning = meaning,
            Settings = earlier is not null && CollectionsMarshal.AsSpan(Settings).SequenceEqual(earlier.Settings.AsSpan()) ? earlier.Settings : [.. Settings],
            Addresses = PlanSet.Again(Addresses, earlier?.Addresses),
            Routes = PlanSet.Again(Routes, earlier?.Routes),
            Policies = PlanSet.Again(Policies, earlier?.Policies),
            Neighbours = PlanSet.Again(Neighbours, earlier?.Neighbours),
            Bridges = PlanSet.Again(Bridges, earlier?.Bridges),
            Table = Table,
            Held = Held,
        };
        return earlier is not null && now.Equals(earlier) ? earlier : now;
    }
}

/// <summary>The whole plan in the making: namespaces by name, and cables.</summary>
/// <param name="earlier">A plan made before: what is the same is taken from it.</param>
internal sealed class PlanBuilder(KernelPlan earlier)
{
    public const int Mtu = 1500;

    private static readonly Mac OneMac = Mac.Parse("02:00:00:00:00:02");
    private static readonly Mac OtherMac = Mac.Parse("02:00:00:00:00:03");

    private readonly Dictionary<string, NamespaceBuilder> namespaces = new(StringComparer.Ordinal);
    private readonly List<CablePlan> cables = new(earlier.Cables.Count);
    private readonly Dictionary<string, PortPrint> ports = new(earlier.Prints.Ports.Count, StringComparer.Ordinal);
    private readonly Dictionary<string, HostPrint> hosts = new(earlier.Prints.Hosts.Count, StringComparer.Ordinal);

    /// <summary>The next hop at the first end of a link between routers.</summary>
    public static Ip One(bool v6) => v6 ? Ip.Parse("fe80::1") : Ip.Parse("169.254.0.1");

    /// <summary>The next hop at its other end.</summary>
    public static Ip Other(bool v6) => v6 ? Ip.Parse("fe80::2") : Ip.Parse("169.254.0.2");

    public NamespaceBuilder Add(string name, NamespaceOwner owner, string meaning) => namespaces[name] = new NamespaceBuilder(name, owner, meaning);

    public PortPrint PrintOf(Port port)
    {
        if (ports.TryGetValue(port.Id, out var print)) return print;
        return ports[port.Id] = earlier.Prints.Ports.TryGetValue(port.Id, out var known) && known.IsOf(port) ? known : new PortPrint(port);
    }

    /// <summary>A host with these ports, each a device of its own by its index.</summary>
    public void AddHost(string name, IReadOnlyList<Port> own)
    {
        if (!earlier.Prints.Hosts.TryGetValue(name, out var host) || !IsOf(host, own))
        {
            var inside = new NamespaceBuilder(name, NamespaceOwner.Host, "instance");
            var wires = own.Select(p => PortCompiler.Compile(p, inside, p.DeviceIndex)).ToImmutableArray();
            host = new HostPrint([.. own.Select(PrintOf)], inside.Build(earlier.Namespaces.GetValueOrDefault(name)), wires);
        }
        hosts[name] = host;
        cables.AddRange(host.Cables);
    }

    /// <summary>The device of a port inside a gateway, the only one there that leads to its VPC.</summary>
    public void AddPort(Port port, NamespaceBuilder inside) => cables.Add(PortCompiler.Compile(port, inside, 0));

    private bool IsOf(HostPrint host, IReadOnlyList<Port> own)
    {
        if (host.Ports.Length != own.Count) return false;
        for (var i = 0; i < own.Count; i++)
        {
            if (host.Ports[i] != PrintOf(own[i])) return false;
        }
        return true;
    }

    public void Cable(CableEnd one, CableEnd other, int mtu = Mtu, bool up = true) => cables.Add(new CablePlan(one, other, mtu, up));

    /// <summary>Joins two routers: nobody has to ask who has an address.</summary>
    public void Join(NamespaceBuilder one, string oneDevice, NamespaceBuilder other, string otherDevice, bool v6)
    {
        Cable(new CableEnd(one.Name, oneDevice, OneMac), new CableEnd(other.Name, otherDevice, OtherMac));
        one.Neighbours.Add(new NeighbourPlan(oneDevice, Other(false), OtherMac));
        other.Neighbours.Add(new NeighbourPlan(otherDevice, One(false), OneMac));
        if (!v6) return;
        one.AllowV6(oneDevice);
        other.AllowV6(otherDevice);
        one.Neighbours.Add(new NeighbourPlan(oneDevice, Other(true), OtherMac));
        other.Neighbours.Add(new NeighbourPlan(otherDevice, One(true), OneMac));
    }

    public KernelPlan Build()
    {
        var all = new Dictionary<string, NamespacePlan>(namespaces.Count + hosts.Count, StringComparer.Ordinal);
        foreach (var (name, ns) in namespaces) all.Add(name, ns.Build(earlier.Namespaces.GetValueOrDefault(name)));
        foreach (var (name, host) in hosts) all.Add(name, host.Namespace);
        return new KernelPlan { Namespaces = all, Cables = PlanSet.Again(cables, earlier.Cables), Prints = (ports, hosts) };
    }
}
