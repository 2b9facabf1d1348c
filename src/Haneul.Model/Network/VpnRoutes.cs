namespace Haneul.Model;

/// <summary>A route that a VPN gateway puts into a route table by itself, from the static routes of one of its connections.</summary>
public sealed record PropagatedRoute(Cidr Destination, Id<VpnGateway> GatewayId, Id<VpnConnection> ConnectionId);

/// <summary>
/// The routes that are propagated into a table: computed, never stored, so that they come and go with the gateway's attachment and its connections.
/// https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNRoutingTypes.html
/// </summary>
public static class PropagatedRoutes
{
    /// <summary>One for each destination, in the order of destinations; the same destination over several connections counts once.</summary>
    public static IReadOnlyList<PropagatedRoute> Of(Scope scope, RouteTable table) =>
    [
        .. table.PropagatingGateways
            .Where(g => IsAttached(scope, g, table.VpcId))
            .SelectMany(g => FromGateway(scope, g))
            .DistinctBy(r => r.Destination)
            .OrderBy(r => r.Destination),
    ];

    private static bool IsAttached(Scope scope, Id<VpnGateway> id, Id<Vpc> vpc) =>
        scope.TryFind(id, out var gateway) && gateway.VpcId == vpc && gateway.AttachmentState == "attached";

    private static IEnumerable<PropagatedRoute> FromGateway(Scope scope, Id<VpnGateway> gateway) =>
        from connection in scope.All<VpnConnection>()
        where connection.VpnGatewayId == gateway && connection.Carries
        from block in connection.StaticRoutes
        select new PropagatedRoute(block, gateway, connection.Id);
}
