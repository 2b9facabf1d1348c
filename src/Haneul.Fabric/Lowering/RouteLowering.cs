using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Route tables: local routes for the VPC's blocks, then static ones, then what a VPN gateway propagates.</summary>
internal static class RouteLowering
{
    public static Dictionary<string, RoutingTable> Tables(World world)
    {
        var tables = new Dictionary<string, RoutingTable>();
        foreach (var place in world.Places)
        {
            var scope = world.At(place);
            foreach (var table in scope.All<RouteTable>())
            {
                var vpc = scope.Find<Vpc>(table.VpcId);
                tables[table.Id.Value] = new RoutingTable(table.Id.Value, table.VpcId.Value, [.. Routes(scope, table, vpc)]);
            }
        }
        return tables;
    }

    /// <summary>Table ids by subnet, and under the VPC's id the main one.</summary>
    public static Dictionary<string, string> TablesBySubnet(Scope scope)
    {
        var found = new Dictionary<string, string>();
        foreach (var table in scope.All<RouteTable>())
        {
            foreach (var association in table.Associations)
            {
                if (association.IsMain) found.TryAdd(table.VpcId.Value, table.Id.Value);
                if (association.SubnetId is { } subnet) found.TryAdd(subnet.Value, table.Id.Value);
            }
        }
        return found;
    }

    private static IEnumerable<RouteEntry> Routes(Scope scope, RouteTable table, Vpc? vpc)
    {
        var blocks = vpc?.Cidrs.ToList() ?? [];
        var replaced = table.Routes.Select(r => r.Destination.Block).OfType<Cidr>().ToHashSet();
        var local = new ObjectRef(ObjectKind.Vpc, table.VpcId.Value);
        foreach (var block in blocks.Where(b => !replaced.Contains(b)))
        {
            yield return new RouteEntry(block, local, RouteRank.Local, true, Reason.Route(table.Id.Value, block.ToString()));
        }
        foreach (var route in table.Routes)
        {
            var usable = IsUsable(scope, table, route);
            var target = new ObjectRef(KindOf(route.Target.Kind), route.Target.Kind == RouteTargetKind.Local ? local.Id : route.Target.Id);
            var reason = Reason.Route(table.Id.Value, route.Destination.ToString());
            if (route.Destination.Block is { } block)
            {
                var rank = blocks.Contains(block) ? RouteRank.Local : RouteRank.Static;
                yield return new RouteEntry(block, target, rank, usable, reason);
            }
            else if (scope.Find(route.Destination.PrefixListId) is { } list)
            {
                foreach (var entry in list.Entries) yield return new RouteEntry(entry.Block, target, RouteRank.PrefixList, usable, reason);
            }
        }
        foreach (var route in PropagatedRoutes.Of(scope, table))
        {
            var target = new ObjectRef(ObjectKind.VpnGateway, route.GatewayId.Value);
            yield return new RouteEntry(route.Destination, target, RouteRank.Propagated, true, Reason.Route(table.Id.Value, route.Destination.ToString()));
        }
    }

    /// <summary>
    /// No black hole, of this VPC, and of a kind that carries packets yet.
    /// A NAT gateway that is there but does not work is no black hole: the packet reaches it and is told its state.
    /// </summary>
    private static bool IsUsable(Scope scope, RouteTable table, Route route)
    {
        var id = route.Target.Id;
        return route.Target.Kind switch
        {
            RouteTargetKind.NatGateway => scope.Find<NatGateway>(new(id)) is { State: not NatGatewayState.Deleted } nat && nat.VpcId == table.VpcId,
            RouteTargetKind.NetworkInterface => !RouteStates.IsBlackhole(scope, table, route) && scope.Find<NetworkInterface>(new(id))?.VpcId == table.VpcId,
            RouteTargetKind.VpcPeering => !RouteStates.IsBlackhole(scope, table, route) && LeadsSomewhere(scope, scope.Find<VpcPeering>(new(id)), table.VpcId),
            RouteTargetKind.VpcEndpoint => scope.Find<VpcEndpoint>(new(id)) is { Type: "Gateway" or VpcEndpointServices.EndpointType, State: "available" } endpoint && endpoint.VpcId == table.VpcId,
            _ => !RouteStates.IsBlackhole(scope, table, route),
        };
    }

    private static bool LeadsSomewhere(Scope scope, VpcPeering? peering, Id<Vpc> near) =>
        peering?.Joins(near) == true && peering.OtherThan(near) is var far && scope.World.At(far.Place).TryFind(far.VpcId, out _);

    private static ObjectKind KindOf(RouteTargetKind kind) => kind switch
    {
        RouteTargetKind.Local => ObjectKind.Vpc,
        RouteTargetKind.InternetGateway => ObjectKind.InternetGateway,
        RouteTargetKind.VpnGateway => ObjectKind.VpnGateway,
        RouteTargetKind.NatGateway => ObjectKind.NatGateway,
        RouteTargetKind.NetworkInterface => ObjectKind.NetworkInterface,
        RouteTargetKind.VpcPeering => ObjectKind.VpcPeering,
        RouteTargetKind.EgressOnlyInternetGateway => ObjectKind.EgressOnlyInternetGateway,
        RouteTargetKind.VpcEndpoint => ObjectKind.VpcEndpoint,
        _ => ObjectKind.Unknown,
    };
}
