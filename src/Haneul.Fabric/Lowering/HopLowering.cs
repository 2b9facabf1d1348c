using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Gateways, peerings and endpoints.</summary>
internal static class HopLowering
{
    public static Dictionary<string, Hop> Hops(World world)
    {
        var hops = new Dictionary<string, Hop>();
        foreach (var place in world.Places)
        {
            foreach (var hop in Of(world.At(place))) hops[hop.Ref.Id] = hop;
        }
        foreach (var peering in world[Place.Between].All<VpcPeering>())
        {
            var link = new Link(
                new ObjectRef(ObjectKind.VpcPeering, peering.Id.Value),
                peering.Requester.VpcId.Value, peering.Accepter.VpcId.Value, peering.State == PeeringState.Active);
            hops[link.Ref.Id] = link;
        }
        return hops;
    }

    /// <summary>The same, gateways with the tables that route what they bring in.</summary>
    public static Dictionary<string, Hop> WithTables(World world, Dictionary<string, Hop> hops, Dictionary<string, RoutingTable> tables)
    {
        foreach (var (_, table) in world.Everywhere<RouteTable>())
        {
            foreach (var association in table.Associations)
            {
                if (association.GatewayId is not { } id || !hops.TryGetValue(id, out var hop)) continue;
                hops[id] = hop switch
                {
                    InternetExit exit when exit.RouterId == table.VpcId.Value => exit with { Table = tables[table.Id.Value] },
                    Tunnel tunnel when tunnel.RouterId == table.VpcId.Value => tunnel with { Table = tables[table.Id.Value] },
                    _ => hop,
                };
            }
        }
        return hops;
    }

    private static IEnumerable<Hop> Of(Scope scope)
    {
        foreach (var g in scope.All<InternetGateway>())
        {
            yield return new InternetExit(new ObjectRef(ObjectKind.InternetGateway, g.Id.Value), g.VpcId?.Value, null);
        }
        foreach (var g in scope.All<EgressOnlyInternetGateway>())
        {
            yield return new OneWayExit(new ObjectRef(ObjectKind.EgressOnlyInternetGateway, g.Id.Value), g.VpcId.Value);
        }
        foreach (var g in scope.All<NatGateway>())
        {
            yield return new PortTranslator(
                new ObjectRef(ObjectKind.NatGateway, g.Id.Value),
                g.VpcId.Value,
                g.Addresses is [var first, ..] ? first.InterfaceId.Value : null,
                g.Addresses is [var a, ..] ? a.PrivateIp : null,
                g.State == NatGatewayState.Available,
                g.State.ToString().ToLowerInvariant())
            {
                Secondary = [.. g.Addresses.Skip(1).Select(a => a.PrivateIp)],
            };
        }
        foreach (var g in scope.All<VpnGateway>())
        {
            var attached = g.AttachmentState == "attached" ? g.VpcId?.Value : null;
            yield return new Tunnel(new ObjectRef(ObjectKind.VpnGateway, g.Id.Value), attached, null);
        }
        foreach (var e in scope.All<VpcEndpoint>())
        {
            var at = new ObjectRef(ObjectKind.VpcEndpoint, e.Id.Value);
            if (e.Type == "Gateway") yield return new ServiceExit(at, e.VpcId.Value);
            else if (e.Type == VpcEndpointServices.EndpointType) yield return Appliances(scope, e, at);
        }
    }

    private static ApplianceEntry Appliances(Scope scope, VpcEndpoint endpoint, ObjectRef at)
    {
        var nic = endpoint.InterfaceIds is [var first, ..] ? scope.Find<NetworkInterface>(first) : null;
        var found = VpcEndpointServices.Find(scope.World, scope.Region, endpoint.ServiceName);
        var balancer = nic is not null && found is var (owner, service) ? VpcEndpointServices.BalancerIn(scope.World.At(owner), service, nic.Zone) : null;
        return new ApplianceEntry(at, endpoint.VpcId.Value, nic?.Id.Value, balancer?.Id.Value, endpoint.State);
    }
}

/// <summary>Hosts and homes outside, and who holds which public address.</summary>
internal static class BeyondLowering
{
    public static Beyond Lower(World world, Dictionary<Ip, Translation> translations, IEnumerable<Router> routers)
    {
        var outside = world[Place.Between];
        var homes = outside.All<Home>().ToDictionary(h => h.Id.Value, h => new HomeRouter(h.Id.Value, h.Block, h.PublicIp, [.. Forwards(world.At(Place.Between), h)]));
        var hosts = outside.All<OutsideHost>()
            .Select(h => new Host(h.Id.Value, h.Address, h.HomeId is { } id ? homes.GetValueOrDefault(id.Value) : null))
            .ToList();
        var machine = new Host(AddressPools.MachineName, AddressPools.Machine, null) { AddressV6 = AddressPools.MachineV6 };
        var cloud = CloudHosts.All.Select(h => new Host(h.Name, h.Address, null) { AddressV6 = h.AddressV6, IsOfCloud = true }).ToList();
        return new Beyond
        {
            Translations = translations,
            Hosts = hosts.Append(machine).Concat(cloud).DistinctBy(h => h.Name).ToDictionary(h => h.Name),
            HostsByAddress = hosts.Where(h => h.Home is null).Concat(cloud).SelectMany(h => h.Addresses, (h, ip) => (Host: h, Ip: ip)).DistinctBy(h => h.Ip).ToDictionary(h => h.Ip, h => h.Host),
            Homes = homes.Values.DistinctBy(h => h.PublicIp).ToDictionary(h => h.PublicIp),
            Machine = machine,
            Exposed = [.. outside.All<ExposedPort>().Select(p => p.Port).Order()],
            V6Routers = [.. routers.Where(r => r.Blocks.Any(b => b.IsV6))],
            Pools = [.. PublicPools.All(world.At(Place.Between)), AddressPools.Outside, AddressPools.Ipv6],
        };
    }

    private static IEnumerable<ForwardedPort> Forwards(Scope outside, Home home)
    {
        foreach (var forward in home.Forwards)
        {
            if (outside.Find<OutsideHost>(forward.HostId) is not { } host || host.HomeId != home.Id) continue;
            yield return new ForwardedPort(forward.Protocol, forward.Port, host.Address, forward.HostPort, Reason.Forward(home.Id.Value, forward.Protocol, forward.Port));
        }
    }
}
