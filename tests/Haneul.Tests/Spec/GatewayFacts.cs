using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>Internet, NAT, egress-only gateways and peerings.</summary>
internal static class GatewayFacts
{
    private const string Internet = Fact.Guide + "VPC_Internet_Gateway.html", Nat = Fact.Guide + "nat-gateway-basics.html";

    public static IEnumerable<Fact> All() => [.. OfInternet(), .. OfNat(), .. OfPeering()];

    private static IEnumerable<Fact> OfInternet() =>
    [
        new("an internet gateway puts the public address in the place of the private one", Internet, s =>
        {
            var from = Public(s, out _, out _);
            return Known.Reaches(from, "8.8.8.8") with { LastSource = s.Elastic(from) };
        }),
        new("without a public address nothing leaves by an internet gateway", Internet, s =>
            Known.Blocked(Public(s, out _, out _), "8.8.8.8", "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS")),
        new("what comes in to a public address is for the private one it stands for", Internet, s =>
        {
            var to = Public(s, out _, out _);
            return new Known(Known.Outside(s.Elastic(to))) { LastDestination = to.PrivateIps[0] };
        }),
        new("an internet gateway takes nothing for the VPC's own addresses", "https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html", s =>
        {
            var (vpc, from, to) = RouteFacts.TwoSubnets(s);
            s.Elastic(from);
            s.MainRoute(vpc, s.List("10.0.2.0/24").Id.Value, RouteTargetKind.InternetGateway, s.InternetGateway(vpc).Id.Value);
            return Known.Blocked(from, to.PrivateIps[0], "IGW_DESTINATION_ADDRESS_IN_VPC_CIDRS");
        }),
        new("a gateway that is not attached carries nothing", Internet, s =>
        {
            var from = Public(s, out _, out var gateway);
            s.Elastic(from);
            s.Draft.Put(gateway with { VpcId = null });
            return Known.Blocked(from, "8.8.8.8", "BAD_STATE_ROUTE");
        }),
        new("without a route to the gateway the answer does not get out", Internet, s =>
        {
            var to = RouteFacts.Lonely(s, out var vpc);
            s.InternetGateway(vpc);
            return new Known(Known.Outside(s.Elastic(to))) { Code = "NO_ROUTE_TO_DESTINATION", OnTheWayBack = true };
        }),
        new("every private address can have an elastic one of its own", "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-ip.html", s =>
        {
            var from = Public(s, out _, out _);
            var two = s.Draft.Put(@from with { PrivateIps = [from.PrivateIps[0], Ip.Parse("10.0.1.77")] });
            s.Elastic(two);
            var second = s.Elastic(two, 1);
            return new Known(Known.Outside(second)) { LastDestination = two.PrivateIps[1] };
        }),
        new("a stopped instance does not answer", "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Stop_Start.html", s =>
        {
            var (_, from, to) = RouteFacts.TwoSubnets(s);
            var instance = s.Draft.All<Instance>().Single(i => i.InterfaceIds.Contains(to.Id));
            s.Draft.Put(instance with { State = InstanceState.Stopped });
            return Known.Blocked(from, to.PrivateIps[0], "BAD_STATE");
        }),
        new("IPv6 leaves by an egress-only gateway and the answer comes back", Fact.Guide + "egress-only-internet-gateway.html", s =>
        {
            var from = Six(s, out var vpc);
            s.MainRoute(vpc, "::/0", RouteTargetKind.EgressOnlyInternetGateway, s.EgressOnly(vpc).Id.Value);
            return Known.Reaches(from, "2606:4700::1111") with { LastSource = from.Ipv6Addresses[0] };
        }),
        new("nothing comes in by an egress-only gateway of its own accord", Fact.Guide + "egress-only-internet-gateway.html", s =>
        {
            var to = Six(s, out var vpc);
            s.MainRoute(vpc, "::/0", RouteTargetKind.EgressOnlyInternetGateway, s.EgressOnly(vpc).Id.Value);
            return new Known(Known.Outside(to.Ipv6Addresses[0])) { Code = "BAD_STATE_ATTACHMENT" };
        }),
        new("IPv6 addresses are public: no translation, and in by the internet gateway", Internet, s =>
        {
            var to = Six(s, out var vpc);
            s.MainRoute(vpc, "::/0", RouteTargetKind.InternetGateway, s.InternetGateway(vpc).Id.Value);
            return new Known(Known.Outside(to.Ipv6Addresses[0])) { LastDestination = to.Ipv6Addresses[0] };
        }),
    ];

    private static IEnumerable<Fact> OfNat() =>
    [
        new("a NAT gateway and then the internet gateway: the address is rewritten twice", Fact.Guide + "vpc-nat-gateway.html", s =>
        {
            var from = BehindNat(s, NatGatewayState.Available, out var nat);
            return Known.Reaches(from, "8.8.8.8") with { LastSource = nat.Addresses[0].PublicIp };
        }),
        new("a public instance whose answers leave by a NAT gateway is not reached: they come from another address", Internet, s =>
        {
            var to = BehindNat(s, NatGatewayState.Available, out _);
            return new Known(Known.Outside(s.Elastic(to))) { Code = "NO_PATH", OnTheWayBack = true };
        }),
        new("a NAT gateway uses ports from 1024 up", Nat, s =>
        {
            var from = BehindNat(s, NatGatewayState.Available, out _);
            var packet = new SpecPacket(from.PrivateIps[0], Ip.Parse("8.8.8.8"), SpecPacket.Udp, 500, 500);
            return new Known(new SpecQuestion(new SpecStart.Interface(from.Id), packet)) { LastSourcePort = 1024 };
        }),
        new("a NAT gateway lets nobody in", Fact.Guide + "vpc-nat-gateway.html", s =>
        {
            BehindNat(s, NatGatewayState.Available, out var nat);
            return new Known(Known.Outside(nat.Addresses[0].PublicIp ?? default)) { Code = "NO_PATH" };
        }),
        new("a NAT gateway knows TCP, UDP and ICMP only", Nat, s =>
        {
            var from = BehindNat(s, NatGatewayState.Available, out _);
            return new Known(new SpecQuestion(new SpecStart.Interface(from.Id), new SpecPacket(from.PrivateIps[0], Ip.Parse("8.8.8.8"), 47))) { Code = "PROTOCOL_RESTRICTION" };
        }),
        new("a NAT gateway that is not there yet carries nothing", Fact.Guide + "nat-gateway-troubleshooting.html", s =>
            Known.Blocked(BehindNat(s, NatGatewayState.Pending, out _), "8.8.8.8", "BAD_STATE")),
        new("a deleted NAT gateway leaves a black hole", Fact.Guide + "nat-gateway-working-with.html", s =>
            Known.Blocked(BehindNat(s, NatGatewayState.Deleted, out _), "8.8.8.8", "BAD_STATE_ROUTE")),
        new("the ACL of a NAT gateway's subnet needs ephemeral ports for the answers", Nat, s =>
        {
            var from = BehindNat(s, NatGatewayState.Available, out var nat);
            s.Acl(s.Draft.Get(nat.SubnetId), "in 100 allow tcp 443 10.0.0.0/16", "out 100 allow all - 0.0.0.0/0");
            return Known.Blocked(from, "8.8.8.8", "SUBNET_ACL_RESTRICTION") with { OnTheWayBack = true };
        }),
        new("a NAT gateway in a private subnet leads nowhere", Fact.Guide + "nat-gateway-troubleshooting.html", s =>
        {
            var from = RouteFacts.Lonely(s, out var vpc);
            s.InternetGateway(vpc);
            s.MainRoute(vpc, "0.0.0.0/0", RouteTargetKind.NatGateway, s.Nat(s.Subnet(vpc, "10.0.3.0/24"), "10.0.3.5").Id.Value);
            return Known.Blocked(from, "8.8.8.8", "NO_PATH");
        }),
        new("NAT64: an IPv6 instance reaches IPv4 by way of a NAT gateway and 64:ff9b::/96", Fact.Guide + "nat-gateway-nat64-dns64.html", s =>
        {
            var from = Six(s, out var vpc);
            var front = s.Subnet(vpc, "10.0.3.0/24");
            var nat = s.Nat(front, "10.0.3.5");
            s.Route(front, "0.0.0.0/0", RouteTargetKind.InternetGateway, s.InternetGateway(vpc).Id.Value);
            s.MainRoute(vpc, "64:ff9b::/96", RouteTargetKind.NatGateway, nat.Id.Value);
            return Known.Reaches(from, "64:ff9b::808:808") with { LastSource = nat.Addresses[0].PublicIp, LastDestination = Ip.Parse("8.8.8.8") };
        }),
        new("a private NAT gateway changes the source and stays private", Fact.Guide + "nat-gateway-scenarios.html", s =>
        {
            var (vpc, other, from, to) = RouteFacts.TwoVpcs(s);
            FilterFacts.Join(s, vpc, other, out _);
            var nat = s.Nat(s.Subnet(vpc, "10.0.3.0/24"), "10.0.3.5", isPublic: false);
            s.Route(s.Draft.Get(from.SubnetId), "172.31.0.0/16", RouteTargetKind.NatGateway, nat.Id.Value);
            return Known.Reaches(from, to.PrivateIps[0]) with { LastSource = Ip.Parse("10.0.3.5") };
        }),
    ];

    private static IEnumerable<Fact> OfPeering() =>
    [
        new("peering is not transitive", Fact.PeeringGuide + "invalid-peering-configurations.html", s =>
        {
            var (a, b, from, _) = RouteFacts.TwoVpcs(s);
            var c = s.Vpc("192.168.0.0/16");
            var to = s.Host(s.Subnet(c, "192.168.1.0/24"), "192.168.1.10", s.Open(c));
            FilterFacts.Join(s, a, b, out var peering);
            FilterFacts.Join(s, b, c, out _);
            s.MainRoute(a, "192.168.0.0/16", RouteTargetKind.VpcPeering, peering.Id.Value);
            return Known.Blocked(from, to.PrivateIps[0], "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR");
        }),
        new("there is no way through a peered VPC's internet gateway (edge to edge)", Fact.PeeringGuide + "invalid-peering-configurations.html", s =>
        {
            var (a, b, from, _) = RouteFacts.TwoVpcs(s);
            FilterFacts.Join(s, a, b, out var peering);
            s.Elastic(from);
            s.MainRoute(b, "0.0.0.0/0", RouteTargetKind.InternetGateway, s.InternetGateway(b).Id.Value);
            s.MainRoute(a, "0.0.0.0/0", RouteTargetKind.VpcPeering, peering.Id.Value);
            return Known.Blocked(from, "8.8.8.8", "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR");
        }),
        new("a peering needs routes on both sides", Fact.PeeringGuide + "vpc-peering-routing.html", s =>
        {
            var (a, b, from, to) = RouteFacts.TwoVpcs(s);
            s.MainRoute(a, "172.31.0.0/16", RouteTargetKind.VpcPeering, s.Peering(a, b).Id.Value);
            return Known.Blocked(from, to.PrivateIps[0], "NO_ROUTE_TO_DESTINATION") with { OnTheWayBack = true };
        }),
        new("a peering that was not accepted carries nothing", Fact.PeeringGuide + "vpc-peering-basics.html", s =>
        {
            var (a, b, from, to) = RouteFacts.TwoVpcs(s);
            s.MainRoute(a, "172.31.0.0/16", RouteTargetKind.VpcPeering, s.Peering(a, b, PeeringState.PendingAcceptance).Id.Value);
            return Known.Blocked(from, to.PrivateIps[0], "BAD_STATE_ROUTE");
        }),
    ];

    private static NetworkInterface Public(Sketch s, out Vpc vpc, out InternetGateway gateway)
    {
        var eni = RouteFacts.Lonely(s, out vpc);
        gateway = s.InternetGateway(vpc);
        s.MainRoute(vpc, "0.0.0.0/0", RouteTargetKind.InternetGateway, gateway.Id.Value);
        return eni;
    }

    private static NetworkInterface BehindNat(Sketch s, NatGatewayState state, out NatGateway nat)
    {
        var eni = RouteFacts.Lonely(s, out var vpc);
        var front = s.Subnet(vpc, "10.0.3.0/24");
        nat = s.Nat(front, "10.0.3.5", state);
        s.Route(front, "0.0.0.0/0", RouteTargetKind.InternetGateway, s.InternetGateway(vpc).Id.Value);
        s.MainRoute(vpc, "0.0.0.0/0", RouteTargetKind.NatGateway, nat.Id.Value);
        return eni;
    }

    private static NetworkInterface Six(Sketch s, out Vpc vpc)
    {
        vpc = s.Vpc("10.0.0.0/16", v6: true);
        var eni = s.Host(s.Subnet(vpc, "10.0.1.0/24"), "10.0.1.10", s.Open(vpc));
        s.OpenAclsToV6();
        return eni;
    }
}
