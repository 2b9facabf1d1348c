using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// A VPC as a namespace that routes and filters, and never translates: ports by cable, tables by mark, the four borders as four chains in AWS's order.
/// </summary>
internal sealed class RouterCompiler
{
    /// <summary>The device towards the internet gateway, and the one towards the egress-only gateway.</summary>
    public const string GatewayDevice = "igw";
    public const string OneWayDevice = "eigw";

    /// <summary>Before the main table (32766).</summary>
    private const uint Priority = 1000;

    /// <summary>The Ethernet address of the VPC's side of every port.</summary>
    public static readonly Mac Side = Mac.Parse("02:00:00:00:00:01");

    private static readonly Cidr AnyV4 = Cidr.Parse("0.0.0.0/0");
    private static readonly Cidr AnyV6 = Cidr.Parse("::/0");

    private readonly Network net;
    private readonly Router router;
    private readonly IReadOnlyList<Port> ports;
    private readonly IReadOnlyList<Segment> segments;
    private readonly PlanBuilder plan;
    private readonly NamespaceBuilder ns;

    private RouterCompiler(Network net, Router router, IReadOnlyList<Port> ports, IReadOnlyList<Segment> segments, PlanBuilder plan)
    {
        (this.net, this.router, this.ports, this.segments, this.plan) = (net, router, ports, segments, plan);
        ns = plan.Add(router.Id, NamespaceOwner.Plan, "VPC");
    }

    private bool HasV6 => router.Blocks.Any(b => b.IsV6);

    public static NamespaceBuilder Compile(Network net, Router router, IReadOnlyList<Port> ports, IReadOnlyList<Segment> segments, PlanBuilder plan, bool isObserved)
    {
        var compiler = new RouterCompiler(net, router, ports, segments, plan);
        compiler.ns.Routing(compiler.HasV6);
        // One packet may cross several times (appliances): its second crossing looks odd to who counts sequence numbers.
        compiler.ns.Set("netfilter/nf_conntrack_tcp_be_liberal", "1");
        compiler.ns.Set("netfilter/nf_conntrack_tcp_ignore_invalid_rst", "1");
        // Connections begin at their beginning: one that was ended here is not taken up again by its next packet.
        compiler.ns.Set("netfilter/nf_conntrack_tcp_loose", "0");
        compiler.LayPorts();
        compiler.LayTables();
        new NodeSteering(ports).Lay(compiler.ns);
        foreach (var ip in PlanCompiler.ServicesOf(router).Select(s => s.Address).Distinct()) compiler.ns.Addresses.Add(new AddressPlan("lo", ip, ip.IsV6 ? 128 : 32));
        compiler.ns.Table = new RouterTable(net, router, ports, segments, plan, isObserved).Build();
        return compiler.ns;
    }

    /// <summary>The device of a port in its VPC's namespace.</summary>
    public static string DeviceOf(Port port) => PlanNames.PortDevice(port.Id);

    public static string DeviceOf(Link link) => PlanNames.LinkDevice(link.Ref.Id);

    private void LayPorts()
    {
        foreach (var port in ports)
        {
            var print = plan.PrintOf(port);
            ns.Routes.AddRange(print.Routes);
            ns.Neighbours.AddRange(print.Neighbours);
            if (port.V6.Length > 0) ns.AllowV6(print.Device);
        }
        // What nobody has is dropped without a word.
        foreach (var block in router.Blocks) ns.Blackhole(block);
        ns.Blackhole(AnyV4);
        if (HasV6) ns.Blackhole(AnyV6);
    }

    private void LayTables()
    {
        var used = segments.Select(s => s.Table).Append(GatewayTable()).OfType<RoutingTable>().DistinctBy(t => t.Id);
        foreach (var table in used)
        {
            var number = PlanNames.Number(table.Id);
            ns.Policies.Add(new PolicyPlan(V6: false, number, number, Priority));
            if (HasV6) ns.Policies.Add(new PolicyPlan(V6: true, number, number, Priority));
            foreach (var route in table.Winners.Where(r => HasV6 || !r.Prefix.IsV6)) Lay(route, number);
            // Without a route of the table nothing leaves: the main table knows ports only.
        }
    }

    private RoutingTable? GatewayTable() =>
        router.InternetGatewayId is { } id && net.Hops.GetValueOrDefault(id) is InternetExit exit ? exit.Table : null;

    private void Lay(RouteEntry route, uint table)
    {
        if (route.IsLocal) ns.Routes.Add(new RoutePlan(table, route.Prefix, RouteKind.Throw));
        else if (!route.Usable || WayOf(route) is not { } way) ns.Blackhole(route.Prefix, table);
        else ns.Route(route.Prefix, way.Device, way.Via, table);
    }

    /// <summary>The device that a route leads to, and the next hop there.</summary>
    private (string Device, Ip Via)? WayOf(RouteEntry route)
    {
        var v6 = route.Prefix.IsV6;
        if (net.Ports.TryGetValue(route.Target.Id, out var port)) return WayTo(port, v6);
        return net.Hops.GetValueOrDefault(route.Target.Id) switch
        {
            InternetExit exit when exit.RouterId == router.Id => (GatewayDevice, PlanBuilder.Other(v6)),
            OneWayExit when v6 => (OneWayDevice, PlanBuilder.Other(v6)),
            PortTranslator { Available: true, PortId: { } id } when net.Ports.TryGetValue(id, out var own) => WayTo(own, v6),
            ApplianceEntry { Available: true, PortId: { } id } when net.Ports.TryGetValue(id, out var own) => WayTo(own, v6),
            Link { Active: true } link => (DeviceOf(link), link.OneId == router.Id ? PlanBuilder.Other(v6) : PlanBuilder.One(v6)),
            _ => null,
        };
    }

    private (string, Ip)? WayTo(Port port, bool v6) =>
        port.Router == router && port.Primary(v6) is { } ip ? (DeviceOf(port), ip) : null;
}
