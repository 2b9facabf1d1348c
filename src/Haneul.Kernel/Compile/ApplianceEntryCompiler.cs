using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// An endpoint of a gateway balancer as a namespace behind its own port, whose kernel does nothing: a packet socket takes what arrives before any rule sees it. And a node of such a balancer: let in are appliances in GENEVE, and answers to health checks.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/introduction.html
/// </summary>
internal static class ApplianceEntryCompiler
{
    public static void Compile(Network net, ApplianceEntry endpoint, PlanBuilder plan)
    {
        if (endpoint.PortId is not { } id || !net.Ports.TryGetValue(id, out var port) || !port.Attached) return;
        var ns = plan.Add(PlanNames.ApplianceEntry(port.Id), NamespaceOwner.Plan, "gateway load balancer endpoint");
        Still(ns);
        plan.AddPort(port, ns);
        var table = new TableBuilder();
        table.AddBase("arrive", new NftHook("filter", NftHook.Prerouting, -300, Drops: true), []);
        table.AddBase("leave", new NftHook("filter", NftHook.Output, -300, Drops: true), []);
        ns.Table = table.Build();
    }

    public static void Compile(Balancer balancer, NamespaceBuilder ns)
    {
        Still(ns);
        // AWS's nodes speak to targets from any of these.
        ns.Set("ipv4/ip_local_port_range", "1024 60999");
        var reasons = ReasonSet.Of(new Reason(balancer.Ref));
        var table = new TableBuilder();
        table.AddBase("input", new NftHook("filter", NftHook.Input, 0, Drops: true),
        [
            Words.Rule(reasons, Words.Protocol(Protocols.Udp), Words.DestinationPorts(GatewayBalancing.Port, GatewayBalancing.Port), Words.Accept()),
            Words.Rule(Words.Tracked(), Words.Accept()),
            Words.Rule(Words.Count()),
        ]);
        table.AddBase("forward", new NftHook("filter", NftHook.Forward, 0, Drops: true), []);
        ns.Table = table.Build();
    }

    /// <summary>Forwards nothing, and believes what comes.</summary>
    private static void Still(NamespaceBuilder ns)
    {
        ns.Set("ipv4/ip_forward", "0");
        ns.Set("ipv4/conf/all/rp_filter", "0");
        ns.Set("ipv4/conf/default/rp_filter", "0");
        ns.Set("ipv6/conf/default/disable_ipv6", "1");
    }
}
