using System.Collections.Immutable;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// The internet: a router that knows who holds which public address; hosts on it, homes behind their routers, the machine by one link, and "anyone", who answers for every public address that is nobody's here.
/// </summary>
internal sealed class InternetCompiler(Network net, PlanBuilder plan, NamespaceBuilder internet)
{
    private const string Uplink = "eth0";
    private const string AnyoneDevice = "anyone";

    private static readonly Cidr AnyV4 = Cidr.Parse("0.0.0.0/0");
    private static readonly Cidr AnyV6 = Cidr.Parse("::/0");

    private readonly TableBuilder table = new();

    public void Compile(MachineLink? machine)
    {
        internet.Routing(v6: true);
        table.AddSet("own4", [NftType.IfName, NftType.Ipv4Addr]);
        foreach (var block in SpecialAddresses.NotCarried.Concat(net.Beyond.Pools))
        {
            // All of it is routed nowhere unless somebody holds it.
            internet.Blackhole(block);
        }
        Anyone();
        foreach (var host in net.Beyond.Hosts.Values.Where(h => h.Home is null && h != net.Beyond.Machine)) OnTheInternet(host);
        foreach (var home in net.Beyond.Homes.Values) AtHome(home);
        if (machine is not null) Machine(machine);
        internet.Table = Rules();
    }

    /// <summary>Whatever address was meant, one host answers: pings, and connections with a reset.</summary>
    private void Anyone()
    {
        var anyone = plan.Add(PlanNames.Anyone, NamespaceOwner.Plan, "every other public address");
        anyone.Routing(v6: true);
        plan.Join(internet, AnyoneDevice, anyone, Uplink, v6: true);
        var rules = new TableBuilder();
        var becomes = new List<NftRule>();
        foreach (var (any, own) in ((Cidr, Ip)[])[(AnyV4, PlanNames.AnyoneAddress(v6: false)), (AnyV6, PlanNames.AnyoneAddress(v6: true))])
        {
            internet.Route(any, AnyoneDevice, PlanBuilder.Other(any.IsV6));
            anyone.Route(any, Uplink, PlanBuilder.One(any.IsV6));
            anyone.Addresses.Add(new AddressPlan("lo", own, any.IsV6 ? 128 : 32));
            becomes.Add(Words.Rule(Words.Family(any.IsV6), Words.From(Uplink), Words.DestinationBecomes(own)));
        }
        rules.AddBase("arrive", new NftHook("nat", NftHook.Prerouting, -100, Drops: false), becomes);
        anyone.Table = rules.Build();
    }

    /// <summary>The internet's end of the cable of a host on it.</summary>
    internal static string DeviceOf(Host host) => PlanNames.Device(host.IsOfCloud ? 'c' : 'h', host.Name);

    private void OnTheInternet(Host host)
    {
        var inside = host.IsOfCloud
            ? plan.Add(PlanNames.CloudHost(host.Name), NamespaceOwner.Plan, host.Name)
            : plan.Add(PlanNames.OutsideHost(host.Name), NamespaceOwner.Host, host.Name);
        var device = DeviceOf(host);
        var mac = PlanNames.MacOf(host.Name);
        plan.Cable(new CableEnd(internet.Name, device, RouterCompiler.Side), new CableEnd(inside.Name, Uplink, mac));
        foreach (var own in host.Addresses)
        {
            internet.Route(Cidr.Host(own), device);
            internet.Neighbours.Add(new NeighbourPlan(device, own, mac));
            var gateway = PlanBuilder.One(own.IsV6);
            inside.Addresses.Add(new AddressPlan(Uplink, own, own.IsV6 ? 128 : 32));
            inside.Neighbours.Add(new NeighbourPlan(Uplink, gateway, RouterCompiler.Side));
            inside.Route(own.IsV6 ? AnyV6 : AnyV4, Uplink, gateway);
            if (own.IsV6)
            {
                internet.AllowV6(device);
                inside.AllowV6(Uplink);
            }
            Own(device, own);
        }
    }

    /// <summary>A home: its hosts on a bridge with real ARP, its router giving its one public address by port.</summary>
    private void AtHome(HomeRouter home)
    {
        const string bridge = "br0";
        const string wan = "wan";
        var router = plan.Add(PlanNames.Home(home.Name), NamespaceOwner.Plan, home.Name);
        var device = PlanNames.Device('r', home.Name);
        var gateway = home.Block.First + 1;
        router.Routing(v6: false);
        plan.Join(internet, device, router, wan, v6: false);
        internet.Route(Cidr.Host(home.PublicIp), device, PlanBuilder.Other(false));
        Own(device, home.PublicIp);
        router.Bridges.Add(bridge);
        router.Addresses.Add(new AddressPlan(bridge, gateway, home.Block.Length));
        router.Addresses.Add(new AddressPlan(wan, home.PublicIp, 32));
        router.Route(home.Block, bridge);
        router.Route(AnyV4, wan, PlanBuilder.One(false));
        router.Table = HomeRules(home, bridge, wan);
        foreach (var host in net.Beyond.Hosts.Values.Where(h => h.Home == home))
        {
            var inside = plan.Add(PlanNames.OutsideHost(host.Name), NamespaceOwner.Host, host.Name);
            plan.Cable(
                new CableEnd(router.Name, PlanNames.Device('h', host.Name), PlanNames.MacOf($"{home.Name}/{host.Name}"), Bridge: bridge),
                new CableEnd(inside.Name, Uplink, PlanNames.MacOf(host.Name)));
            inside.Addresses.Add(new AddressPlan(Uplink, host.Address, home.Block.Length));
            inside.Route(home.Block, Uplink);
            inside.Route(AnyV4, Uplink, gateway);
        }
    }

    private static NftTable HomeRules(HomeRouter home, string bridge, string wan)
    {
        var rules = new TableBuilder();
        var reasons = ReasonSet.Of(new Reason(home.Ref));
        var own = Cidr.Host(home.PublicIp);
        rules.AddBase("arrive", new NftHook("nat", NftHook.Prerouting, -100, Drops: false),
            home.Forwards.Select(f => Words.Rule(
                ReasonSet.Of(f.Reason), Words.Family(false), Words.InBlock(Side.Destination, own), Words.Protocol(f.Protocol), Words.DestinationPorts(f.Port, f.Port), Words.DestinationBecomes(f.To, f.ToPort))));
        rules.AddBase("leave", new NftHook("nat", NftHook.Postrouting, 100, Drops: false),
        [
            Words.Rule(reasons, Words.Family(false), Words.To(wan), Words.InBlock(Side.Source, home.Block), Words.SourceBecomes(home.PublicIp)),
            // Forwarded from within: the answer must come back this way.
            Words.Rule(reasons, Words.Family(false), Words.To(bridge), Words.InBlock(Side.Source, home.Block), Words.Forwarded(), Words.SourceBecomes(home.PublicIp)),
        ]);
        rules.AddBase("forward", new NftHook("filter", NftHook.Forward, 0, Drops: true),
        [
            Words.Rule(Words.Tracked(), Words.Accept()),
            Words.Rule(Words.Family(false), Words.From(bridge), Words.InBlock(Side.Source, home.Block), Words.Accept()),
            Words.Rule(Words.Family(false), Words.From(wan), Words.Forwarded(), Words.Accept()),
            Words.Rule(Words.Count()),
        ]);
        rules.AddBase("input", new NftHook("filter", NftHook.Input, 0, Drops: true),
        [
            Words.Rule(Words.Tracked(), Words.Accept()),
            Words.Rule(Words.Family(false), Words.From(bridge), Words.InBlock(Side.Destination, home.Block), Words.Accept()),
        ]);
        return rules.Build();
    }

    /// <summary>The link to the machine: its programs reach public addresses; what comes in are answers, and what it exposes.</summary>
    private void Machine(MachineLink link)
    {
        var machine = plan.Add(KernelPlan.Machine, NamespaceOwner.Machine, "this machine");
        var place = net.Beyond.Machine;
        var v6 = link.Routed.Any(b => b.IsV6);
        plan.Join(internet, MachineLink.DeviceHere, machine, link.Device, v6);
        foreach (var own in ((Ip?[])[place.Address, v6 ? place.AddressV6 : null]).OfType<Ip>())
        {
            internet.Route(Cidr.Host(own), MachineLink.DeviceHere, PlanBuilder.Other(own.IsV6));
            machine.Addresses.Add(new AddressPlan(link.Device, own, own.IsV6 ? 128 : 32));
            Own(MachineLink.DeviceHere, own);
        }
        foreach (var block in link.Routed) machine.Route(block, link.Device, PlanBuilder.One(block.IsV6));
    }

    private void Own(string device, Ip ip)
    {
        if (!ip.IsV6) table.AddElement("own4", Words.Name(device), Words.AddressBytes(ip));
    }

    /// <summary>Hosts outside send from their own addresses; the machine is let answers and what it exposes.</summary>
    private NftTable Rules()
    {
        table.AddBase("arrive", new NftHook("filter", NftHook.Prerouting, -300, Drops: false),
        [
            Words.Rule(Words.From(AnyoneDevice), Words.Accept()),
            .. net.Routers.Values.Where(r => r.InternetGatewayId is not null || r.EgressOnlyGatewayId is not null)
                .OrderBy(r => r.Id, StringComparer.Ordinal)
                .Select(r => Words.Rule(Words.From(PlanNames.Device('g', r.Id)), Words.Accept())),
            Words.Rule(Words.Family(false), Words.Load(NftMeta.IifName), Words.Source(false, 4), Words.InSet("own4"), Words.Accept()),
            Words.Rule(Words.Family(true), Words.Accept()),
            Words.Rule(Words.Count(), Words.Drop()),
        ]);
        var toMachine = new List<NftRule> { Words.Rule(Words.To(MachineLink.DeviceHere), Words.Tracked(), Words.Accept()) };
        foreach (var port in net.Beyond.Exposed) toMachine.Add(Words.Rule(Words.To(MachineLink.DeviceHere), Words.Protocol(Protocols.Tcp), Words.DestinationPorts(port, port), Words.Accept()));
        toMachine.Add(Words.Rule(Words.To(MachineLink.DeviceHere), Words.Count(), Words.Drop()));
        table.AddBase("forward", new NftHook("filter", NftHook.Forward, 0, Drops: false), toMachine);
        return table.Build();
    }
}

/// <summary>The link that joins the machine to the emulated internet.</summary>
/// <param name="Device">Its device in the machine's namespace.</param>
/// <param name="Routed">What the machine reaches by it.</param>
public sealed record MachineLink(string Device, ImmutableArray<Cidr> Routed)
{
    /// <summary>The device at the internet's end.</summary>
    public const string DeviceHere = "machine";
}
