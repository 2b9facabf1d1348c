namespace Haneul.Model;

/// <summary>
/// What follows from a route table and is not stored: local routes, and whether a route is a black hole.
/// https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
/// </summary>
public static class RouteStates
{
    /// <summary>A black hole still wins, and drops: its target is gone, detached, not usable, or carries nothing yet.</summary>
    public static bool IsBlackhole(Scope scope, RouteTable table, Route route)
    {
        var id = route.Target.Id;
        return route.Target.Kind switch
        {
            RouteTargetKind.Local => false,
            RouteTargetKind.InternetGateway => scope.Find<InternetGateway>(new Id<InternetGateway>(id))?.VpcId != table.VpcId,
            RouteTargetKind.VpnGateway => scope.Find<VpnGateway>(new Id<VpnGateway>(id)) is not { AttachmentState: "attached" } vgw || vgw.VpcId != table.VpcId,
            RouteTargetKind.NatGateway => scope.Find<NatGateway>(new Id<NatGateway>(id)) is not { State: NatGatewayState.Available or NatGatewayState.Pending },
            RouteTargetKind.NetworkInterface => scope.Find<NetworkInterface>(new Id<NetworkInterface>(id)) is not { Attachment: not null },
            RouteTargetKind.VpcPeering => scope.Find<VpcPeering>(new Id<VpcPeering>(id)) is not { State: PeeringState.Active },
            RouteTargetKind.EgressOnlyInternetGateway => scope.Find<EgressOnlyInternetGateway>(new Id<EgressOnlyInternetGateway>(id))?.VpcId != table.VpcId,
            RouteTargetKind.VpcEndpoint => scope.Find<VpcEndpoint>(new Id<VpcEndpoint>(id)) is not { State: "available" or "pending" or "pendingAcceptance" },
            _ => true,
        };
    }

    /// <summary>The local routes: one for each block of the VPC whose local target was not replaced.</summary>
    public static IEnumerable<Route> LocalOf(Scope scope, RouteTable table)
    {
        if (!scope.TryFind(table.VpcId, out var vpc)) yield break;
        foreach (var block in vpc.Cidrs)
        {
            var destination = new RouteDestination(block, null);
            if (!table.Routes.Any(r => r.Destination == destination)) yield return new Route(destination, RouteTarget.Local) { ByCreateRoute = false };
        }
    }
}
