using Haneul.Fabric;

namespace Haneul.Kernel;

/// <summary>What the kernel's names mean: namespaces, devices and marks, back to the things that they were printed from.</summary>
public sealed class KernelMap
{
    private readonly Dictionary<(string, string), Port> ports = [];
    private readonly Dictionary<(string, string), Link> links = [];
    private readonly Dictionary<uint, RoutingTable> tables;
    private readonly Dictionary<string, Port> nodes;
    private readonly Dictionary<string, ApplianceEntry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Router> edges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PrintedRules> rules;
    private readonly Dictionary<string, object> beyond = new(StringComparer.Ordinal);

    /// <param name="net">The network.</param>
    /// <param name="there">What of its plan is carried out.</param>
    public KernelMap(Network net, KernelPlan there)
    {
        (Net, There) = (net, there);
        foreach (var port in net.Ports.Values) ports[(port.Router.Id, RouterCompiler.DeviceOf(port))] = port;
        foreach (var link in net.Links)
        {
            links[(link.OneId, RouterCompiler.DeviceOf(link))] = link;
            links[(link.OtherId, RouterCompiler.DeviceOf(link))] = link;
        }
        nodes = net.Ports.Values.Where(p => p.BalancerId is not null).ToDictionary(p => PlanNames.BalancerNode(p.Id), StringComparer.Ordinal);
        foreach (var entry in net.Hops.Values.OfType<ApplianceEntry>())
        {
            if (entry.PortId is { } own) entries[own] = entry;
        }
        tables = net.Tables.Values.ToDictionary(t => PlanNames.Number(t.Id));
        foreach (var router in net.Routers.Values)
        {
            edges[PlanNames.Edge(router.Id)] = router;
            beyond[PlanNames.Device('g', router.Id)] = router;
        }
        foreach (var host in net.Beyond.HostsByAddress.Values) beyond[InternetCompiler.DeviceOf(host)] = host;
        foreach (var home in net.Beyond.Homes.Values) beyond[PlanNames.Device('r', home.Name)] = home;
        beyond[MachineLink.DeviceHere] = net.Beyond.Machine;
        rules = there.Namespaces.Values.Where(n => n.Table is not null).ToDictionary(n => n.Name, n => new PrintedRules(n.Table ?? throw new InvalidOperationException()), StringComparer.Ordinal);
    }

    internal Network Net { get; }

    internal KernelPlan There { get; }

    /// <summary>The namespaces in which the kernel has to be heard: all but guests' and the machine's.</summary>
    public IEnumerable<string> Namespaces => There.Namespaces.Values.Where(n => n.Owner == NamespaceOwner.Plan).Select(n => n.Name);

    /// <summary>The devices by which hosts are joined to routers.</summary>
    internal Port? PortAt(string ns, string? device) => device is null ? null : ports.GetValueOrDefault((ns, device));

    internal Link? LinkAt(string ns, string? device) => device is null ? null : links.GetValueOrDefault((ns, device));

    internal RoutingTable? TableOf(uint mark) => tables.GetValueOrDefault(mark);

    internal Router? EdgeOf(string ns) => edges.GetValueOrDefault(ns);

    internal HomeRouter? HomeOf(string ns) => Net.Beyond.Homes.Values.FirstOrDefault(h => PlanNames.Home(h.Name) == ns);

    /// <summary>The interface of the load balancer's node that a namespace is.</summary>
    internal Port? NodeOf(string ns) => nodes.GetValueOrDefault(ns);

    /// <summary>The endpoint of a gateway balancer that is behind an interface.</summary>
    internal ApplianceEntry? EntryAt(Port port) => entries.GetValueOrDefault(port.Id);

    internal PortTranslator? TranslatorOf(string ns) => Net.Hops.GetValueOrDefault(ns) as PortTranslator;

    /// <summary>Who is behind a device of the internet: a VPC, a host, a home's router, the machine; null: everybody else.</summary>
    internal object? Behind(string? device) => device is null ? null : beyond.GetValueOrDefault(device);

    internal PrintedRules RulesOf(string ns) => rules.TryGetValue(ns, out var found) ? found : throw new InvalidOperationException($"{ns} has no rules");
}
