using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>Route tables: https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html, VPC_Route_Tables.html, route-table-options.html.</summary>
internal static class RouteFacts
{
    private const string Priority = Fact.Guide + "route-tables-priority.html";
    private const string Options = Fact.Guide + "route-table-options.html";

    public static IEnumerable<Fact> All() =>
    [
        new("the most specific route that matches is used", Priority, s =>
        {
            // "10.0.0.0/16 local, 172.31.0.0/16 pcx, 0.0.0.0/0 igw: traffic for 172.31.0.0/16 uses the peering."
            var (vpc, other, from, to) = TwoVpcs(s);
            var gateway = s.InternetGateway(vpc);
            var peering = s.Peering(vpc, other);
            s.MainRoute(vpc, "0.0.0.0/0", RouteTargetKind.InternetGateway, gateway.Id.Value);
            s.MainRoute(vpc, "172.31.0.0/16", RouteTargetKind.VpcPeering, peering.Id.Value);
            s.MainRoute(other, "10.0.0.0/16", RouteTargetKind.VpcPeering, peering.Id.Value);
            return Known.Reaches(from, to.PrivateIps[0]) with { Decider = "/172.31.0.0/16" };
        }),
        new("a destination that no route matches is dropped", Priority, s => Known.Blocked(Lonely(s), "8.8.8.8", "NO_ROUTE_TO_DESTINATION")),
        new("the local route wins over a propagated route even where that is more specific", Priority, s =>
        {
            var (vpc, from, to) = TwoSubnets(s);
            s.Vpn(vpc, "10.0.2.0/24");
            return Known.Reaches(from, to.PrivateIps[0]) with { Decider = "/10.0.0.0/16" };
        }),
        new("a static route wins over a propagated route to the same destination", Priority, s =>
        {
            // "a static route to an internet gateway and a propagated route to a VPN gateway, both for 172.31.0.0/24: the static route has priority."
            var from = Lonely(s, out var vpc);
            s.Vpn(vpc, "8.8.8.0/24");
            s.Elastic(from);
            s.MainRoute(vpc, "8.8.8.0/24", RouteTargetKind.InternetGateway, s.InternetGateway(vpc).Id.Value);
            return Known.Reaches(from, "8.8.8.8");
        }),
        new("a propagated route that is more specific than a static one is used, and a VPN whose tunnels are down carries nothing", Priority, s =>
        {
            var from = Lonely(s, out var vpc);
            s.Vpn(vpc, "8.8.8.0/24");
            s.Elastic(from);
            s.MainRoute(vpc, "0.0.0.0/0", RouteTargetKind.InternetGateway, s.InternetGateway(vpc).Id.Value);
            return Known.Blocked(from, "8.8.8.8", "BAD_STATE");
        }),
        new("a static route to a block wins over a prefix list with the same block", Priority, s =>
        {
            var from = Lonely(s, out var vpc);
            s.Elastic(from);
            s.MainRoute(vpc, s.List("8.8.8.0/24").Id.Value, RouteTargetKind.NatGateway, "nat-0000000000000dead");
            s.MainRoute(vpc, "8.8.8.0/24", RouteTargetKind.InternetGateway, s.InternetGateway(vpc).Id.Value);
            return Known.Reaches(from, "8.8.8.8");
        }),
        new("a prefix list wins over a propagated route to the same destination", Priority, s =>
        {
            var from = Lonely(s, out var vpc);
            s.Vpn(vpc, "8.8.8.0/24");
            s.Elastic(from);
            s.MainRoute(vpc, s.List("8.8.8.0/24").Id.Value, RouteTargetKind.InternetGateway, s.InternetGateway(vpc).Id.Value);
            return Known.Reaches(from, "8.8.8.8");
        }),
        new("the entries of a prefix list compete by their length", Priority, s =>
        {
            var from = Lonely(s, out var vpc);
            s.Elastic(from);
            s.MainRoute(vpc, "8.8.0.0/16", RouteTargetKind.NatGateway, "nat-0000000000000dead");
            s.MainRoute(vpc, s.List("8.8.8.0/24").Id.Value, RouteTargetKind.InternetGateway, s.InternetGateway(vpc).Id.Value);
            return Known.Reaches(from, "8.8.8.8");
        }),
        new("a route whose target is gone is a black hole and still wins", Fact.Guide + "VPC_Route_Tables.html", s =>
        {
            var from = Lonely(s, out var vpc);
            s.Elastic(from);
            s.MainRoute(vpc, "0.0.0.0/0", RouteTargetKind.NetworkInterface, Appliance(s, vpc, false).Id.Value);
            s.MainRoute(vpc, "8.8.8.0/24", RouteTargetKind.VpcPeering, "pcx-0000000000000dead");
            return Known.Blocked(from, "8.8.8.8", "BAD_STATE_ROUTE");
        }),
        new("a subnet with a table of its own does not use the main one", Fact.Guide + "VPC_Route_Tables.html", s =>
        {
            var from = Lonely(s, out var vpc);
            s.Elastic(from);
            s.MainRoute(vpc, "0.0.0.0/0", RouteTargetKind.InternetGateway, s.InternetGateway(vpc).Id.Value);
            s.Route(s.Draft.Get(from.SubnetId), "9.9.9.0/24", RouteTargetKind.NatGateway, "nat-0000000000000dead");
            return Known.Blocked(from, "8.8.8.8", "NO_ROUTE_TO_DESTINATION");
        }),
        new("a static route to a subnet's block takes traffic inside the VPC to an appliance", Options + "#route-tables-appliance-routing", s =>
        {
            var (vpc, from, to) = TwoSubnets(s);
            var appliance = Appliance(s, vpc, false);
            s.Route(s.Draft.Get(from.SubnetId), "10.0.2.0/24", RouteTargetKind.NetworkInterface, appliance.Id.Value);
            return Known.Reaches(from, to.PrivateIps[0]) with { Decider = "/10.0.2.0/24" };
        }),
        new("an appliance must have its source/destination check off", "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html", s =>
        {
            var (vpc, from, to) = TwoSubnets(s);
            var appliance = Appliance(s, vpc, true);
            s.Route(s.Draft.Get(from.SubnetId), "10.0.2.0/24", RouteTargetKind.NetworkInterface, appliance.Id.Value);
            return Known.Blocked(from, to.PrivateIps[0], "ENI_SOURCE_DEST_CHECK_RESTRICTION");
        }),
        new("an appliance that routes back to itself is a loop", Options, s =>
        {
            var (vpc, from, to) = TwoSubnets(s);
            var appliance = Appliance(s, vpc, false);
            s.Route(s.Draft.Get(from.SubnetId), "10.0.2.0/24", RouteTargetKind.NetworkInterface, appliance.Id.Value);
            s.Route(s.Draft.Get(appliance.SubnetId), "10.0.2.0/24", RouteTargetKind.NetworkInterface, appliance.Id.Value);
            return Known.Blocked(from, to.PrivateIps[0], "NO_PATH");
        }),
        new("a gateway route table sends what comes in to an appliance", Fact.Guide + "gateway-route-tables.html", s =>
        {
            var (vpc, web, appliance, gateway) = Inspected(s);
            var address = s.Elastic(web);
            s.EdgeRoute(gateway, vpc, "10.0.1.0/24", RouteTargetKind.NetworkInterface, appliance.Id.Value);
            s.Route(s.Draft.Get(web.SubnetId), "0.0.0.0/0", RouteTargetKind.NetworkInterface, appliance.Id.Value);
            return new Known(Known.Outside(address)) { LastDestination = web.PrivateIps[0], Decider = "/10.0.1.0/24" };
        }),
        new("what comes in for an address that is not public is dropped where the gateway has a route table", Fact.Guide + "gateway-route-tables.html", s =>
        {
            var (vpc, web, appliance, gateway) = Inspected(s);
            s.EdgeRoute(gateway, vpc, "10.0.1.0/24", RouteTargetKind.NetworkInterface, appliance.Id.Value);
            return new Known(Known.Outside(web.PrivateIps[0]) with { Start = new SpecStart.Gateway(gateway.Id) }) { Code = "INGRESS_RTB_NO_PUBLIC_IP" };
        }),
    ];

    private static (Vpc Vpc, NetworkInterface Web, NetworkInterface Appliance, InternetGateway Gateway) Inspected(Sketch s)
    {
        var web = Lonely(s, out var vpc);
        var appliance = Appliance(s, vpc, false);
        var gateway = s.InternetGateway(vpc);
        s.Route(s.Draft.Get(appliance.SubnetId), "0.0.0.0/0", RouteTargetKind.InternetGateway, gateway.Id.Value);
        return (vpc, web, appliance, gateway);
    }

    internal static NetworkInterface Appliance(Sketch s, Vpc vpc, bool check)
    {
        var subnet = s.Subnet(vpc, "10.0.9.0/24");
        return s.Draft.Put(s.Host(subnet, "10.0.9.9", s.Open(vpc)) with { SourceDestCheck = check });
    }

    internal static NetworkInterface Lonely(Sketch s) => Lonely(s, out _);

    internal static NetworkInterface Lonely(Sketch s, out Vpc vpc)
    {
        vpc = s.Vpc("10.0.0.0/16");
        return s.Host(s.Subnet(vpc, "10.0.1.0/24"), "10.0.1.10", s.Open(vpc));
    }

    internal static (Vpc Vpc, NetworkInterface From, NetworkInterface To) TwoSubnets(Sketch s)
    {
        var from = Lonely(s, out var vpc);
        return (vpc, from, s.Host(s.Subnet(vpc, "10.0.2.0/24"), "10.0.2.10", s.Open(vpc)));
    }

    internal static (Vpc Vpc, Vpc Other, NetworkInterface From, NetworkInterface To) TwoVpcs(Sketch s)
    {
        var from = Lonely(s, out var vpc);
        var other = s.Vpc("172.31.0.0/16");
        return (vpc, other, from, s.Host(s.Subnet(other, "172.31.1.0/24"), "172.31.1.10", s.Open(other)));
    }
}
