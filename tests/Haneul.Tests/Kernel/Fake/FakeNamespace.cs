using System.Collections.Immutable;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Tests.Kernel.Fake;

/// <summary>A device of the fake kernel.</summary>
internal sealed class FakeLink(string kind, Mac mac, uint group, int mtu, bool hasV6)
{
    public string Kind => kind;

    public Mac Mac => mac;

    public int Mtu => mtu;

    public uint Group { get; set; } = group;

    public bool Up { get; set; }

    public bool HasV6 { get; set; } = hasV6;

    public string? Bridge { get; set; }

    /// <summary>The other end of a cable.</summary>
    public (FakeNamespace Namespace, string Device)? Peer { get; set; }
}

/// <summary>
/// A network namespace in memory, with Linux's refusals and side effects: a device that goes down loses its routes, neighbours and IPv6 addresses; the last IPv4 address of a device takes the IPv4 routes and neighbours with it. Changes that need no other namespace are carried out here; each answers an error number, 0 for done.
/// </summary>
internal sealed class FakeNamespace(string name, int pid)
{
    private readonly Dictionary<string, FakeLink> links = new(StringComparer.Ordinal) { ["lo"] = new FakeLink("", default, 0, 65536, true) { Up = true } };
    private readonly List<AddressPlan> addresses = [];
    private readonly Dictionary<(uint Table, Cidr Prefix), RoutePlan> routes = [];
    private readonly HashSet<PolicyPlan> policies = [];
    private readonly Dictionary<(string Device, Ip Address), Mac> neighbours = [];
    private readonly Dictionary<string, string> settings = new(StringComparer.Ordinal);
    private bool newDevicesHaveV6 = true;

    /// <summary>Of the process that it was adopted from; 0: made.</summary>
    public int Pid => pid;

    public FakeTables Tables { get; } = new();

    public List<Connection> Connections { get; } = [];

    public IReadOnlyDictionary<string, string> Settings => settings;

    public NamespaceState State() => new()
    {
        Links = links.ToImmutableDictionary(l => l.Key, l => new LinkState(l.Key, l.Value.Kind, l.Value.Mac, l.Value.Group, l.Value.Mtu, l.Value.Up, l.Value.Bridge), StringComparer.Ordinal),
        Addresses = [.. addresses],
        Routes = [.. routes.Values],
        Policies = [.. policies],
        Neighbours = [.. neighbours.Select(n => new NeighbourPlan(n.Key.Device, n.Key.Address, n.Value))],
        Tables = [.. Tables.All.Keys],
    };

    public bool Has(string device) => links.ContainsKey(device);

    public FakeLink Make(string device, string kind, Mac mac, uint group, int mtu) => links[device] = new FakeLink(kind, mac, group, mtu, newDevicesHaveV6);

    /// <summary>With its other end; a bridge lets its ports go.</summary>
    public void Vanish(string device)
    {
        if (!links.Remove(device, out var link)) return;
        Forget(device, v6: false);
        Forget(device, v6: true);
        addresses.RemoveAll(a => a.Device == device);
        foreach (var port in links.Values.Where(l => l.Bridge == device)) port.Bridge = null;
        if (link.Peer is var (other, otherDevice)) other.Vanish(otherDevice);
    }

    public void VanishAll()
    {
        foreach (var device in links.Keys.ToList()) Vanish(device);
    }

    public int Apply(KernelChange change) => change switch
    {
        KernelChange.AddBridge c => AddBridge(c.Device),
        KernelChange.SetUp c => SetUp(c.Device, c.Up),
        KernelChange.SetGroup c => SetGroup(c.Device, c.Group),
        KernelChange.SetBridge c => SetBridge(c.Device, c.Bridge),
        KernelChange.Add c => Add(c.Address),
        KernelChange.Remove c => Remove(c.Address),
        KernelChange.AddRoute c => AddRoute(c.Route),
        KernelChange.RemoveRoute c => RemoveRoute(c.Route),
        KernelChange.AddPolicy c => policies.Add(c.Policy) ? 0 : Errno.Exists,
        KernelChange.RemovePolicy c => policies.Remove(c.Policy) ? 0 : Errno.NoSuchEntry,
        KernelChange.AddNeighbour c => AddNeighbour(c.Neighbour),
        KernelChange.RemoveNeighbour c => !Has(c.Neighbour.Device) ? Errno.NoSuchDevice : neighbours.Remove((c.Neighbour.Device, c.Neighbour.Address)) ? 0 : Errno.NoSuchEntry,
        KernelChange.Set c => Set(c.Setting),
        _ => throw new ArgumentException($"{change} is not for one namespace"),
    };

    private int AddBridge(string device)
    {
        if (FakeKernel.NameError(device) is not 0 and var wrong) return wrong;
        if (Has(device)) return Errno.Exists;
        Make(device, "bridge", ChangeBatch.BridgeMac(name, device), 0, 1500).Up = true;
        return 0;
    }

    private int SetUp(string device, bool up)
    {
        if (!links.TryGetValue(device, out var link)) return Errno.NoSuchDevice;
        if (link.Up && !up)
        {
            Forget(device, v6: false);
            WithoutV6(device);
        }
        link.Up = up;
        return 0;
    }

    private int SetGroup(string device, uint group)
    {
        if (!links.TryGetValue(device, out var link)) return Errno.NoSuchDevice;
        link.Group = group;
        return 0;
    }

    private int SetBridge(string device, string bridge)
    {
        if (!links.TryGetValue(bridge, out var master) || !links.TryGetValue(device, out var link)) return Errno.NoSuchDevice;
        // It leaves the old bridge before the new one is asked.
        link.Bridge = null;
        if (master.Kind != "bridge") return Errno.NotSupported;
        if (link.Kind.Length == 0) return Errno.Invalid;
        if (link.Kind == "bridge") return Errno.Loop;
        link.Bridge = bridge;
        return 0;
    }

    private int Add(AddressPlan address)
    {
        if (!links.TryGetValue(address.Device, out var link)) return Errno.NoSuchDevice;
        if (address.Address.IsV6 && !link.HasV6) return Errno.NoPermission;
        if (addresses.Any(a => a.Device == address.Device && a.Address == address.Address && (a.Length == address.Length || a.Address.IsV6))) return Errno.Exists;
        addresses.Add(address);
        return 0;
    }

    private int Remove(AddressPlan address)
    {
        if (!Has(address.Device)) return Errno.NoSuchDevice;
        if (addresses.IndexOf(address) is var at && at < 0) return Errno.AddressNotAvailable;
        if (address.Address.IsV6)
        {
            addresses.RemoveAt(at);
            return 0;
        }
        // The first address of a block is its primary: the others of the block go with it.
        var block = new Cidr(address.Address, address.Length);
        var isPrimary = addresses.FindIndex(a => a.Device == address.Device && a.Length == address.Length && block.Contains(a.Address)) == at;
        addresses.RemoveAll(a => a == address || isPrimary && a.Device == address.Device && a.Length == address.Length && block.Contains(a.Address));
        if (!addresses.Any(a => a.Device == address.Device && !a.Address.IsV6)) Forget(address.Device, v6: false);
        return 0;
    }

    private int AddRoute(RoutePlan route)
    {
        if (route.Kind is RouteKind.Unicast or RouteKind.Local)
        {
            if (route.Device is null || !links.TryGetValue(route.Device, out var link)) return Errno.NoSuchDevice;
            if (!link.Up && route.Via is not null) return Errno.NetworkDown;
            if (route.Prefix.IsV6 && !link.HasV6) return Errno.NoPermission;
            if (!link.Up && (route.Prefix.IsV6 || route.Kind == RouteKind.Unicast)) return Errno.NetworkDown;
            if (route.Via is { } via && addresses.Any(a => a.Address == via)) return Errno.Invalid;
        }
        return routes.TryAdd((route.Table, route.Prefix), route) ? 0 : Errno.Exists;
    }

    /// <summary>Linux compares what the removal says: one without next hop fits a route with one, and of IPv6 the kind is not looked at.</summary>
    private int RemoveRoute(RoutePlan route)
    {
        if (route.Device is not null && !Has(route.Device)) return Errno.NoSuchDevice;
        if (!routes.TryGetValue((route.Table, route.Prefix), out var there)) return Errno.NoSuchProcess;
        var fits = (route.Device ?? DeviceOf(route)) is var device && (device is null || device == DeviceOf(there))
            && (route.Via is null || route.Via == there.Via) && (route.Prefix.IsV6 || route.Kind == there.Kind);
        if (!fits) return Errno.NoSuchProcess;
        routes.Remove((route.Table, route.Prefix));
        return 0;
    }

    /// <summary>IPv6 gives what drops the loopback for a device.</summary>
    private static string? DeviceOf(RoutePlan route) => route.Device ?? (route.Prefix.IsV6 ? "lo" : null);

    private int AddNeighbour(NeighbourPlan neighbour)
    {
        if (!links.TryGetValue(neighbour.Device, out var link)) return Errno.NoSuchDevice;
        if (neighbour.Address.IsV6 && !link.HasV6) return Errno.Invalid;
        neighbours[(neighbour.Device, neighbour.Address)] = neighbour.Mac;
        return 0;
    }

    private int Set(Setting setting)
    {
        if (setting.Path.Split('/') is [var family, "conf" or "neigh", var device, var what])
        {
            if (device is not ("all" or "default") && !Has(device)) return Errno.NoSuchEntry;
            if (family == "ipv6" && what == "disable_ipv6") SetV6(device, setting.Value == "0");
        }
        settings[setting.Path] = setting.Value;
        return 0;
    }

    private void SetV6(string which, bool on)
    {
        if (which is "all" or "default") newDevicesHaveV6 = on;
        foreach (var (device, link) in links.Where(l => which == "all" || which == l.Key))
        {
            if (link.HasV6 && !on) WithoutV6(device);
            link.HasV6 = on;
        }
    }

    private void WithoutV6(string device)
    {
        Forget(device, v6: true);
        addresses.RemoveAll(a => a.Device == device && a.Address.IsV6);
    }

    /// <summary>Routes and neighbours of a device.</summary>
    private void Forget(string device, bool v6)
    {
        foreach (var route in routes.Where(r => r.Value.Device == device && r.Value.Prefix.IsV6 == v6).ToList()) routes.Remove(route.Key);
        foreach (var neighbour in neighbours.Keys.Where(n => n.Device == device && n.Address.IsV6 == v6).ToList()) neighbours.Remove(neighbour);
    }
}
