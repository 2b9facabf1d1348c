using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Says the world in network words, once, in one place. Never fails: what points to nothing becomes a black hole or a rule that matches nothing.</summary>
public static class Lowering
{
    public static Network Lower(World world)
    {
        var groups = new GroupLowering(world);
        var dark = world[Place.Between].All<DarkZone>().Select(z => z.Id.Value).ToHashSet(StringComparer.Ordinal);
        var routers = Routers(world, dark);
        var hops = HopLowering.Hops(world);
        var tables = RouteLowering.Tables(world);
        var segments = Segments(world, routers, tables, dark);
        var ports = PortLowering.Ports(world, segments, groups);
        foreach (var port in ports.Values) port.Router.Add(port);
        var translations = TranslationLowering.Lay(world, ports);
        var balancers = BalancerLowering.Balancers(world, ports);
        return new Network
        {
            Routers = routers,
            Segments = segments,
            Tables = tables,
            Ports = ports,
            PrimaryPorts = world.Everywhere<Instance>()
                .Where(i => i.Row.InterfaceIds is [_, ..]).DistinctBy(i => i.Row.Id)
                .ToDictionary(i => i.Row.Id.Value, i => i.Row.InterfaceIds[0].Value),
            Hops = HopLowering.WithTables(world, hops, tables),
            Balancers = balancers,
            BalancerNodes = BalancerLowering.Nodes(balancers.Values),
            Pools = BalancerLowering.Pools(world, routers, ports),
            Links = [.. hops.Values.OfType<Link>().Where(l => l.Active).OrderBy(l => l.Ref.Id, StringComparer.Ordinal)],
            Beyond = BeyondLowering.Lower(world, translations, routers.Values),
        };
    }

    private static Dictionary<string, Router> Routers(World world, HashSet<string> dark)
    {
        var routers = new Dictionary<string, Router>();
        foreach (var place in world.Places)
        {
            var scope = world.At(place);
            var exits = scope.All<InternetGateway>().Where(g => g.VpcId is not null).ToLookup(g => g.VpcId);
            var oneWay = scope.All<EgressOnlyInternetGateway>().ToLookup(g => g.VpcId);
            var nats = scope.All<NatGateway>().Where(n => n.State == NatGatewayState.Available).ToLookup(n => n.VpcId);
            var zones = scope.All<Subnet>().ToDictionary(n => n.Id.Value, n => n.Zone, StringComparer.Ordinal);
            foreach (var vpc in scope.All<Vpc>())
            {
                routers[vpc.Id.Value] = new Router
                {
                    Id = vpc.Id.Value,
                    Place = place,
                    Blocks = [.. vpc.Cidrs],
                    Resolver = vpc.Cidr.First + 2,
                    ResolvesNames = vpc.EnableDnsSupport,
                    InternetGatewayId = exits[vpc.Id].FirstOrDefault()?.Id.Value,
                    EgressOnlyGatewayId = oneWay[vpc.Id].FirstOrDefault()?.Id.Value,
                    NatGateways = [.. nats[vpc.Id].Select(n => new ZonedGateway(n.Id.Value, zones.GetValueOrDefault(n.SubnetId.Value, ""))).Where(n => !dark.Contains(n.Zone))],
                };
            }
        }
        return routers;
    }

    private static Dictionary<string, Segment> Segments(
        World world, Dictionary<string, Router> routers, Dictionary<string, RoutingTable> tables, HashSet<string> dark)
    {
        var segments = new Dictionary<string, Segment>();
        foreach (var place in world.Places)
        {
            var scope = world.At(place);
            var acls = new Dictionary<string, (Stage Out, Stage In)>();
            foreach (var acl in scope.All<NetworkAcl>())
            {
                var lowered = AclLowering.Lower(acl);
                foreach (var association in acl.Associations) acls.TryAdd(association.SubnetId.Value, lowered);
            }
            var own = RouteLowering.TablesBySubnet(scope);
            foreach (var subnet in scope.All<Subnet>())
            {
                if (!routers.TryGetValue(subnet.VpcId.Value, out var router)) continue;
                var table = own.GetValueOrDefault(subnet.Id.Value) ?? own.GetValueOrDefault(subnet.VpcId.Value);
                var found = acls.TryGetValue(subnet.Id.Value, out var acl);
                segments[subnet.Id.Value] = new Segment
                {
                    Id = subnet.Id.Value,
                    Router = router,
                    Zone = subnet.Zone,
                    Dark = dark.Contains(subnet.Zone),
                    Blocks = [.. subnet.Cidrs],
                    Out = found ? acl.Out : null,
                    In = found ? acl.In : null,
                    Table = table is null ? null : tables[table],
                };
            }
        }
        return segments;
    }
}
