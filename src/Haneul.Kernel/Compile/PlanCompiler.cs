using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>Prints a network as a plan of the kernel: the third reader of Fabric, beside the tracer. Pure.</summary>
public static class PlanCompiler
{
    /// <param name="net">What is printed.</param>
    /// <param name="machine">How the machine is joined; null: not at all.</param>
    /// <param name="observed">The VPCs whose passing flows are counted and told.</param>
    /// <param name="earlier">A plan made before, of whatever network: what is the same is taken from it, which costs less and is known at once to be the same.</param>
    public static KernelPlan Compile(Network net, MachineLink? machine, IReadOnlySet<string>? observed = null, KernelPlan? earlier = null)
    {
        var plan = new PlanBuilder(earlier ?? KernelPlan.Empty);
        var internet = plan.Add(PlanNames.Internet, NamespaceOwner.Plan, "the internet");
        var ports = net.Ports.Values.Where(p => p.Attached).ToLookup(p => p.Router.Id, StringComparer.Ordinal);
        var segments = net.Segments.Values.ToLookup(s => s.Router.Id, StringComparer.Ordinal);
        var vpcs = new Dictionary<string, NamespaceBuilder>(StringComparer.Ordinal);
        foreach (var router in net.Routers.Values)
        {
            var vpc = vpcs[router.Id] = RouterCompiler.Compile(net, router, [.. ports[router.Id]], [.. segments[router.Id]], plan, observed?.Contains(router.Id) ?? false);
            EdgeCompiler.Compile(router, vpc, internet, plan);
        }
        foreach (var link in net.Links) Peer(link, vpcs, net, plan);
        foreach (var gateway in net.Hops.Values.OfType<PortTranslator>()) NatCompiler.Compile(net, gateway, plan);
        foreach (var endpoint in net.Hops.Values.OfType<ApplianceEntry>()) ApplianceEntryCompiler.Compile(net, endpoint, plan);
        foreach (var balancer in net.Balancers.Values) BalancerCompiler.Compile(net, balancer, plan);
        Hosts(net, plan);
        new InternetCompiler(net, plan, internet).Compile(machine);
        return plan.Build();
    }

    /// <summary>What is served in a VPC's namespace: at IPv6 addresses only where the VPC has IPv6.</summary>
    public static IEnumerable<VpcService> ServicesOf(Router router) => VpcService.Of(router).Where(s => !s.Address.IsV6 || router.Blocks.Any(b => b.IsV6));

    private static void Peer(Link link, Dictionary<string, NamespaceBuilder> vpcs, Network net, PlanBuilder plan)
    {
        if (!vpcs.TryGetValue(link.OneId, out var one) || !vpcs.TryGetValue(link.OtherId, out var other)) return;
        var device = RouterCompiler.DeviceOf(link);
        var v6 = net.Routers[link.OneId].Blocks.Concat(net.Routers[link.OtherId].Blocks).Any(b => b.IsV6);
        plan.Join(one, device, other, device, v6);
    }

    /// <summary>Instances: each of their ports is a device of theirs.</summary>
    private static void Hosts(Network net, PlanBuilder plan)
    {
        var hosts = new Dictionary<string, List<Port>>(net.Ports.Count, StringComparer.Ordinal);
        foreach (var port in net.Ports.Values)
        {
            if (port is not { Attached: true, InstanceId: { } id }) continue;
            // Nearly all have one.
            if (!hosts.TryGetValue(id, out var own)) hosts[id] = own = new(1);
            own.Add(port);
        }
        foreach (var (id, own) in hosts)
        {
            own.Sort((one, other) => one.DeviceIndex - other.DeviceIndex);
            plan.AddHost(id, own);
        }
    }
}
