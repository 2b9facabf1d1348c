using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// The rules of a VPC's namespace. What enters is checked for its source and gets the mark of its subnet's route table; what is forwarded passes four chains in AWS's order (groups out, ACL out, ACL in, groups in), where "accept" means: on to the next.
/// ACLs and tables hang on device groups, one for each subnet, so that a new port touches neither.
/// </summary>
internal sealed class RouterTable(Network net, Router router, IReadOnlyList<Port> ports, IReadOnlyList<Segment> segments, PlanBuilder plan, bool isObserved)
{
    /// <summary>Chains that choose a subnet's route table begin so.</summary>
    internal const string FromSubnet = "from.";

    private static readonly NftElement Unfiltered = new(NftVerdict.Accept);

    private readonly TableBuilder table = new();
    private readonly ApplianceTracking appliances = new(ports);
    private readonly bool hasV6 = router.Blocks.Any(b => b.IsV6);

    /// <summary>The device group of a subnet's ports; 0 is everything else.</summary>
    public static uint GroupOf(Segment segment) => PlanNames.Number(segment.Id);

    public NftTable Build()
    {
        var observation = new RouterObservation(table, hasV6, isObserved);
        var chains = new StageChains(table, observation);
        LaySets();
        LayPorts(chains);
        LaySegments(chains);
        LayLinks();
        appliances.Lay(table, observation);
        new NodeSteering(ports).Lay(table, Families);
        TimeToLive.Keep(table, hasV6);
        Arrive(observation);
        Input();
        Forward(observation);
        observation.Lay();
        return table.Build();
    }

    private IEnumerable<bool> Families => hasV6 ? [false, true] : [false];

    private static string Of(string name, bool v6) => $"{name}{(v6 ? 6 : 4)}";

    private static NftType Address(bool v6) => v6 ? NftType.Ipv6Addr : NftType.Ipv4Addr;

    private void LaySets()
    {
        foreach (var v6 in Families) table.AddSet(Of("own", v6), [NftType.IfName, Address(v6)], room: v6 ? 0 : ports.Count);
        // A peer may have IPv6 where this VPC has none.
        foreach (var v6 in (ReadOnlySpan<bool>)[false, true]) table.AddSet(Of("link", v6), [NftType.IfName, Address(v6)], interval: true);
        table.AddSet("unchecked", [NftType.IfName]);
        table.AddSet("same-subnet", [NftType.DevGroup, NftType.DevGroup]);
        table.AddSet("subnets", [NftType.DevGroup], NftMapTo.Verdict);
        table.AddSet("acl-out", [NftType.DevGroup], NftMapTo.Verdict);
        table.AddSet("acl-in", [NftType.DevGroup], NftMapTo.Verdict);
        table.AddSet("groups-out", [NftType.IfName], NftMapTo.Verdict, room: ports.Count);
        table.AddSet("groups-in", [NftType.IfName], NftMapTo.Verdict, room: ports.Count);
    }

    private void LayPorts(StageChains chains)
    {
        var passing = new Dictionary<Stage, NftElement>(ReferenceEqualityComparer.Instance);
        var (own4, own6) = (Of("own", false), Of("own", true));
        foreach (var port in ports)
        {
            var print = plan.PrintOf(port);
            foreach (var (isV6, key) in print.Own) table.AddElement(isV6 ? own6 : own4, key, NftElement.Member);
            if (!port.ChecksAddresses || port.NatGatewayId is not null) table.AddElement("unchecked", print.Key, NftElement.Member);
            table.AddElement("groups-out", print.Key, Passing(port.Out, Side.Destination));
            table.AddElement("groups-in", print.Key, Passing(port.In, Side.Source));
        }

        NftElement Passing(Stage? stage, Side peer)
        {
            if (stage is null) return Unfiltered;
            if (passing.TryGetValue(stage, out var known)) return known;
            return passing[stage] = new NftElement(NftVerdict.Jump(chains.OfGroups(stage, peer)), Reasons: stage.Otherwise);
        }
    }

    private void LaySegments(StageChains chains)
    {
        foreach (var segment in segments)
        {
            var group = Words.Host(GroupOf(segment));
            table.AddChain(ChainOf(segment), Routing(segment));
            table.AddElement("subnets", new NftKey(group), new NftElement(NftVerdict.Jump(ChainOf(segment))));
            table.AddElement("same-subnet", group, group);
            Lay("acl-out", segment.Out, group, Border.AclOut);
            Lay("acl-in", segment.In, group, Border.AclIn);
        }

        void Lay(string map, Stage? acl, byte[] group, Border border)
        {
            if (acl is not null && chains.OfAcl(acl, hasV6, border) is { } chain) table.AddElement(map, new NftKey(group), new NftElement(NftVerdict.Goto(chain)));
        }
    }

    /// <summary>The chain of a subnet that chooses the route table. A chain for each, and no look-up in a set of blocks: those cost most where each packet asks.</summary>
    internal static string ChainOf(Segment segment) => $"{FromSubnet}{segment.Id}";

    /// <summary>Inside a subnet no route table is asked.</summary>
    private static IEnumerable<NftRule> Routing(Segment segment)
    {
        foreach (var block in segment.Blocks) yield return Words.Rule(Words.Family(block.IsV6), Words.InBlock(Side.Destination, block), Words.Return());
        if (segment.Table is { } routes) yield return Words.Rule(Words.Mark(PlanNames.Number(routes.Id)));
    }

    /// <summary>Over a peering comes only what is from the other VPC.</summary>
    private void LayLinks()
    {
        foreach (var link in net.Links.Where(l => l.OneId == router.Id || l.OtherId == router.Id))
        {
            if (!net.Routers.TryGetValue(link.FarFrom(router.Id), out var far)) continue;
            foreach (var block in far.Blocks) table.AddBlock(Of("link", block.IsV6), Words.Name(RouterCompiler.DeviceOf(link)), block);
        }
    }

    private void Arrive(RouterObservation observation)
    {
        table.AddBase("arrive", new NftHook("filter", NftHook.Prerouting, -300, Drops: false),
        [
            Words.Rule(Words.FromGroup(0), Words.Goto("arrive-by-link")),
            Words.Rule(Words.Load(NftMeta.IifGroup), Words.ByMap("subnets")),
            .. Families.Select(v6 => Words.Rule(Words.Family(v6), Words.Load(NftMeta.IifName), Words.Source(v6, 4), Words.InSet(Of("own", v6)), Words.Accept())),
            Words.Rule(Words.Load(NftMeta.IifName), Words.InSet("unchecked"), Words.Accept()),
            observation.RefuseAll(Border.Source),
        ]);
        var byLink = new List<NftRule>();
        if (router.InternetGatewayId is { } id && net.Hops.GetValueOrDefault(id) is InternetExit { Table: { } routes })
        {
            byLink.Add(Words.Rule(Words.From(RouterCompiler.GatewayDevice), Words.Mark(PlanNames.Number(routes.Id)), Words.Accept()));
        }
        byLink.Add(Words.Rule(Words.From(RouterCompiler.GatewayDevice), Words.Accept()));
        byLink.Add(Words.Rule(Words.From(RouterCompiler.OneWayDevice), Words.Accept()));
        byLink.AddRange(((bool[])[false, true]).Select(v6 => Words.Rule(Words.Family(v6), Words.Load(NftMeta.IifName), Words.Source(v6, 4), Words.InSet(Of("link", v6)), Words.Accept())));
        byLink.Add(Words.Rule(Words.From("lo"), Words.Accept()));
        byLink.Add(observation.RefuseAll(Border.Source));
        table.AddChain("arrive-by-link", byLink);
    }

    /// <summary>The VPC's own addresses answer nothing but its services, and those only to who asks by an address of its own: it says who it is.</summary>
    private void Input()
    {
        var rules = new List<NftRule> { Words.Rule(Words.From("lo"), Words.Accept()) };
        foreach (var v6 in Families)
        {
            table.AddSet(Of("services", v6), [Address(v6), NftType.InetProto, NftType.InetService]);
            rules.Add(Words.Rule(
                Words.Family(v6), Words.Load(NftMeta.IifName), Words.Source(v6, 4), Words.InSet(Of("own", v6)),
                Words.Destination(v6), Words.Load(NftMeta.L4Proto, v6 ? 4 : 1), Words.Port(false, v6 ? 5 : 2), Words.InSet(Of("services", v6)), Words.Accept()));
        }
        foreach (var service in PlanCompiler.ServicesOf(router))
        {
            foreach (var protocol in service.Protocols) table.AddElement(Of("services", service.Address.IsV6), Words.AddressBytes(service.Address), [(byte)protocol], Words.Port16(service.Port));
        }
        rules.Add(Words.Rule(Words.Count()));
        table.AddBase("input", new NftHook("filter", NftHook.Input, 0, Drops: true), rules);
    }

    private void Forward(RouterObservation observation)
    {
        table.AddBase("forward-groups-out", new NftHook("filter", NftHook.Forward, -40, Drops: true),
        [
            .. Connected(Words.Rule(Words.Malformed(), observation.Refuse(Border.Connection, ReasonSet.None))),
            Words.Rule(Words.FromGroup(0), Words.Accept()),
            Words.Rule(Words.Load(NftMeta.IifName), Words.ByMap("groups-out")),
            observation.RefuseAll(Border.GroupsOut),
        ]);
        LayAcl("forward-acl-out", -30, NftMeta.IifGroup, "acl-out");
        LayAcl("forward-acl-in", -20, NftMeta.OifGroup, "acl-in");
        table.AddBase("forward-groups-in", new NftHook("filter", NftHook.Forward, -10, Drops: true),
        [
            Words.Rule(Words.ToGroup(0), Words.Accept()),
            // The destination is the port's own, or its check is off.
            .. Families.Select(v6 => Words.Rule(Words.Family(v6), Words.Load(NftMeta.OifName), Words.Destination(v6, 4), Words.InSet(Of("own", v6)), Words.Goto("groups-in-asked"))),
            Words.Rule(Words.Load(NftMeta.OifName), Words.InSet("unchecked"), Words.Goto("groups-in-asked")),
            observation.RefuseAll(Border.Destination),
        ]);
        table.AddChain("groups-in-asked",
        [
            .. Appliance(NftMeta.OifName, "groups-in-of-appliance"),
            Words.Rule(Words.Tracked(), Words.Accept()),
            Words.Rule(Words.Load(NftMeta.OifName), Words.ByMap("groups-in")),
            observation.RefuseAll(Border.GroupsIn),
        ]);
    }

    private IEnumerable<NftRule> Appliance(NftMeta device, string chain)
    {
        if (!appliances.IsEmpty) yield return Words.Rule(Words.Load(device), Words.InSet("appliances"), Words.Goto(chain));
    }

    /// <summary>What belongs to a known connection goes on. Most packets do: where no appliance has a say they are asked this first.</summary>
    private IEnumerable<NftRule> Connected(NftRule malformed)
    {
        var tracked = Words.Rule(Words.Tracked(), Words.Accept());
        return appliances.IsEmpty ? [tracked, malformed] : [malformed, .. Appliance(NftMeta.IifName, "groups-out-of-appliance"), tracked];
    }

    /// <summary>Every packet pays for a chain at a hook: where all ACLs admit everything there is none.</summary>
    private void LayAcl(string chain, int priority, NftMeta group, string map)
    {
        if (!table.HasElements(map)) return;
        table.AddBase(chain, new NftHook("filter", NftHook.Forward, priority, Drops: false),
        [
            Words.Rule(Words.Load(NftMeta.IifGroup), Words.Load(NftMeta.OifGroup, 1), Words.InSet("same-subnet"), Words.Accept()),
            Words.Rule(Words.Load(group), Words.ByMap(map)),
        ]);
    }
}
