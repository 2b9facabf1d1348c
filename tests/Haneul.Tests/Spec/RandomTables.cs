using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>Route tables: main, of subnets, and of gateways; mostly sensible, with black holes, appliances and odd routes strewn in.</summary>
internal sealed partial class RandomWorld
{
    private static readonly RouteTarget[] Nowhere =
    [
        new(RouteTargetKind.InternetGateway, "igw-0000000000000dead"), new(RouteTargetKind.NatGateway, "nat-0000000000000dead"),
        new(RouteTargetKind.NetworkInterface, "eni-0000000000000dead"), new(RouteTargetKind.VpcPeering, "pcx-0000000000000dead"),
        new(RouteTargetKind.TransitGateway, "tgw-0000000000000dead"),
    ];

    private void MakeTables(Net net)
    {
        var here = draft.In(net.Place);
        var main = here.All<RouteTable>().Single(t => t.VpcId == net.Vpc.Id && t.IsMain);
        here.Put(Fill(net, main));
        foreach (var subnet in net.Subnets)
        {
            if (!Chance(50)) continue;
            var table = new RouteTable
            {
                Id = here.NewId<RouteTable>(), VpcId = net.Vpc.Id, Associations = [new RouteTableAssociation(here.NewId("rtbassoc")) { SubnetId = subnet.Id }],
            };
            here.Put(Fill(net, table));
        }
        if (net.Gateway is { } gateway && Chance(25)) MakeGatewayTable(here, net, gateway);
    }

    private RouteTable Fill(Net net, RouteTable table)
    {
        var routes = new Dictionary<RouteDestination, RouteTarget>();
        AddDefaults(net, routes);
        foreach (var (peering, other) in net.Peerings)
        {
            foreach (var block in other.Vpc.Cidrs.Where(_ => Chance(80)))
                routes[To(Chance(85) ? block : new Cidr(block.First, Math.Min(block.Length + 4, 64)))] = new(RouteTargetKind.VpcPeering, peering.Id.Value);
        }
        if (Chance(20)) AddAppliance(net, routes);
        if (Chance(25)) routes[To(Cidr.Parse(Any(["8.8.0.0/16", "198.19.0.0/24", "198.19.0.80/32", "10.0.0.0/8", "172.16.0.0/12"])))] = AnyTarget(net);
        if (Chance(25)) routes[new RouteDestination(null, MakeList(draft.In(net.Place), net).Id)] = AnyTarget(net);
        foreach (var exit in net.Exits.Where(e => e.Kind == RouteTargetKind.VpcEndpoint && Chance(60)))
            routes[new RouteDestination(null, draft.In(net.Place).All<PrefixList>().First(p => p.OwnerId == "AWS").Id)] = exit;
        return table with
        {
            Routes = [.. routes.Where(r => IsAllowed(net, r.Key)).Select(r => new Route(r.Key, r.Value))],
            PropagatingGateways = net.Vpn is { } vpn && Chance(60) ? [vpn.Id] : [],
        };
    }

    private void AddDefaults(Net net, Dictionary<RouteDestination, RouteTarget> routes)
    {
        var nats = net.Exits.Where(e => e.Kind == RouteTargetKind.NatGateway).ToList();
        var only = net.Exits.Where(e => e.Kind == RouteTargetKind.EgressOnlyInternetGateway).ToList();
        if (net.Gateway is { } gateway)
        {
            if (Chance(70)) routes[To(Cidr.AnyV4)] = new(RouteTargetKind.InternetGateway, gateway.Id.Value);
            if (Chance(60)) routes[To(Cidr.AnyV6)] = new(RouteTargetKind.InternetGateway, gateway.Id.Value);
        }
        if (nats.Count > 0 && Chance(55)) routes[To(Cidr.AnyV4)] = Any(nats);
        if (nats.Count > 0 && Chance(50)) routes[To(SpecInternet.Nat64)] = Any(nats);
        if (nats.Count > 0 && Chance(3)) routes[To(Cidr.AnyV6)] = Any(nats);
        if (only.Count > 0 && Chance(45)) routes[To(Cidr.AnyV6)] = Any(only);
        if (Chance(8)) routes[To(Cidr.AnyV4)] = Chance(50) ? Any(Nowhere) : AnyTarget(net);
    }

    /// <summary>A subnet's block, or all there is, by way of an appliance: https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html#route-tables-appliance-routing</summary>
    private void AddAppliance(Net net, Dictionary<RouteDestination, RouteTarget> routes)
    {
        var target = new RouteTarget(RouteTargetKind.NetworkInterface, Appliance(net).Id.Value);
        var choice = random.Next(4);
        if (choice == 0) routes[To(Cidr.AnyV4)] = target;
        else if (choice == 1) routes[To(net.Vpc.Cidr)] = target;
        else routes[To(Any(Any(net.Subnets).Cidrs.ToList()))] = target;
    }

    private NetworkInterface Appliance(Net net)
    {
        var able = net.Interfaces.Where(e => !e.SourceDestCheck).ToList();
        return able.Count > 0 && Chance(90) ? Any(able) : Any(net.Interfaces);
    }

    private RouteTarget AnyTarget(Net net) => random.Next(5) switch
    {
        0 => Any(Nowhere),
        2 when net.Peerings.Count > 0 => new(RouteTargetKind.VpcPeering, Any(net.Peerings).Peering.Id.Value),
        1 => new(RouteTargetKind.NetworkInterface, Appliance(net).Id.Value),
        _ => net.Exits.Where(e => e.Kind != RouteTargetKind.VpcEndpoint).ToList() is { Count: > 0 } exits ? Any(exits) : Any(Nowhere),
    };

    private void MakeGatewayTable(Draft here, Net net, InternetGateway gateway)
    {
        var routes = new Dictionary<RouteDestination, RouteTarget>();
        var target = new RouteTarget(RouteTargetKind.NetworkInterface, Appliance(net).Id.Value);
        if (Chance(60)) routes[To(Any(Any(net.Subnets).Cidrs.ToList()))] = target;
        if (Chance(20)) routes[To(net.Vpc.Cidr)] = target;
        here.Put(new RouteTable
        {
            Id = here.NewId<RouteTable>(), VpcId = net.Vpc.Id, Routes = [.. routes.Select(r => new Route(r.Key, r.Value))],
            Associations = [new RouteTableAssociation(here.NewId("rtbassoc")) { GatewayId = gateway.Id.Value }],
        });
    }

    /// <summary>AWS takes no route inside the VPC's blocks except for a block or a whole subnet.</summary>
    private static bool IsAllowed(Net net, RouteDestination destination) =>
        destination.Block is not { } block
        || net.Vpc.Cidrs.Contains(block) || net.Subnets.Any(s => s.Cidrs.Contains(block)) || !net.Vpc.Cidrs.Any(c => c.Contains(block));

    private static RouteDestination To(Cidr block) => new(block, null);
}
