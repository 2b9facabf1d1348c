using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>Choosing a route: https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html, in AWS's own words.</summary>
internal static class SpecRoutes
{
    /// <summary>A way out that a table offers; the smaller rank goes first among equal prefixes.</summary>
    internal sealed record Offer(Cidr Block, RouteTarget Target, int Rank, string Name)
    {
        public const int Local = 0, Static = 1, PrefixList = 2, Propagated = 3;
    }

    /// <summary>The route that wins for this destination, or none.</summary>
    public static Offer? Choose(World world, RouteTable table, Ip destination)
    {
        var fitting = Offers(world, table).Where(o => o.Block.Contains(destination)).ToList();
        // "If propagated routes overlap the local route, the local route takes priority even if the propagated routes are more specific."
        if (fitting.Any(o => o.Rank == Offer.Local)) fitting.RemoveAll(o => o.Rank == Offer.Propagated);
        return fitting.OrderByDescending(o => o.Block.Length).ThenBy(o => o.Rank).FirstOrDefault();
    }

    private static IEnumerable<Offer> Offers(World world, RouteTable table)
    {
        var vpc = world.VpcOf(table.VpcId);
        foreach (var block in vpc.Cidrs)
        {
            var replaced = table.Routes.FirstOrDefault(r => r.Destination.Block == block);
            yield return new Offer(block, replaced?.Target ?? RouteTarget.Local, Offer.Local, $"{block}");
        }
        foreach (var route in table.Routes)
        {
            if (route.Destination.Block is { } block && !vpc.Cidrs.Contains(block)) yield return new Offer(block, route.Target, Offer.Static, $"{block}");
            if (route.Destination.PrefixListId is not { } list) continue;
            foreach (var entry in world.List(table.VpcId, list)?.Entries ?? []) yield return new Offer(entry.Block, route.Target, Offer.PrefixList, $"{list}");
        }
        foreach (var gateway in table.PropagatingGateways.Where(g => IsAttached(world, g, vpc.Id)))
        {
            foreach (var connection in world.Rows<VpnConnection>())
            {
                if (connection.VpnGatewayId != gateway || connection.State != "available") continue;
                foreach (var block in connection.StaticRoutes)
                    yield return new Offer(block, new RouteTarget(RouteTargetKind.VpnGateway, gateway.Value), Offer.Propagated, $"{block}");
            }
        }
    }

    private static bool IsAttached(World world, Id<VpnGateway> id, Id<Vpc> vpc) =>
        world.Rows<VpnGateway>().Any(g => g.Id == id && g is { State: "available", AttachmentState: "attached" } && g.VpcId == vpc);

    /// <summary>Does the route lead nowhere: is its target gone, detached, or not to be used from this VPC?</summary>
    public static bool IsBlackhole(World world, Id<Vpc> vpc, RouteTarget target)
    {
        return target.Kind switch
        {
            RouteTargetKind.Local => false,
            RouteTargetKind.InternetGateway => !world.Rows<InternetGateway>().Any(g => g.Id.Value == target.Id && g.VpcId == vpc),
            RouteTargetKind.EgressOnlyInternetGateway => !world.Rows<EgressOnlyInternetGateway>().Any(g => g.Id.Value == target.Id && g.VpcId == vpc),
            RouteTargetKind.NatGateway => !world.Rows<NatGateway>().Any(g => g.Id.Value == target.Id && g.State != NatGatewayState.Deleted),
            RouteTargetKind.NetworkInterface => !world.Rows<NetworkInterface>().Any(e => e.Id.Value == target.Id && SpecLookups.IsAttached(e)),
            RouteTargetKind.VpcPeering => !world.Rows<VpcPeering>().Any(p =>
                p.Id.Value == target.Id && p.State == PeeringState.Active && p.Joins(vpc) && world.IsThere(p.OtherThan(vpc).VpcId)),
            RouteTargetKind.VpnGateway => !IsAttached(world, new Id<VpnGateway>(target.Id), vpc),
            RouteTargetKind.VpcEndpoint => !world.Rows<VpcEndpoint>().Any(e => e.Id.Value == target.Id && e is { State: "available", Type: "Gateway" }),
            _ => true,
        };
    }
}
