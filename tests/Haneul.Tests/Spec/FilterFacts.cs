using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>Security groups and network ACLs: security-group-rules.html, vpc-security-groups.html, nacl-basics.html, nacl-rules.html.</summary>
internal static class FilterFacts
{
    private const string Groups = Fact.Guide + "security-group-rules.html", Acls = Fact.Guide + "nacl-basics.html";

    public static IEnumerable<Fact> All() => [.. OfGroups(), .. OfAcls()];

    private static IEnumerable<Fact> OfGroups() =>
    [
        new("a new group lets nothing in", Fact.Guide + "creating-security-groups.html", s =>
        {
            var (from, to) = Pair(s, v => s.Group(v, "out all - 0.0.0.0/0"));
            return Known.Blocked(from, to.PrivateIps[0], "SG_HAS_NO_RULES") with { Decider = to.GroupIds[0].Value };
        }),
        new("a group is stateful: the answer to what was let in goes out without a rule", Groups, s =>
        {
            var (from, to) = Pair(s, v => s.Group(v, "in tcp 443 10.0.1.0/24"));
            return Known.Reaches(from, to.PrivateIps[0]);
        }),
        new("a group is stateful: the answer to what was let out comes in without a rule", Groups, s =>
        {
            var (vpc, from, to) = RouteFacts.TwoSubnets(s);
            s.Draft.Put(@from with { GroupIds = [s.Group(vpc, "out tcp 443 10.0.2.0/24").Id] });
            return Known.Reaches(from, to.PrivateIps[0]);
        }),
        new("the rules of all groups of an interface are one set", Groups, s =>
        {
            var (vpc, from, to) = RouteFacts.TwoSubnets(s);
            s.Draft.Put(to with { GroupIds = [s.Group(vpc, "in tcp 22 10.0.0.0/8").Id, s.Group(vpc, "in tcp 443 10.0.0.0/8").Id] });
            return Known.Reaches(from, to.PrivateIps[0]);
        }),
        new("the sender's permission does not replace the receiver's", Groups, s =>
        {
            var (from, to) = Pair(s, v => s.Group(v, "in tcp 22 0.0.0.0/0"));
            return Known.Blocked(from, to.PrivateIps[0], "ENI_SG_RULES_MISMATCH") with { Decider = to.GroupIds[0].Value };
        }),
        new("a rule that names a group means the private addresses of its members", Groups, s =>
        {
            var (vpc, from, to) = RouteFacts.TwoSubnets(s);
            s.Draft.Put(to with { GroupIds = [s.Group(vpc, $"in tcp 443 {from.GroupIds[0]}").Id] });
            return Known.Reaches(from, to.PrivateIps[0]);
        }),
        new("naming a group does not let in who is not its member", Groups, s =>
        {
            var (vpc, from, to) = RouteFacts.TwoSubnets(s);
            s.Draft.Put(to with { GroupIds = [s.Group(vpc, $"in tcp 443 {s.Open(vpc).Id}").Id] });
            return Known.Blocked(from, to.PrivateIps[0], "ENI_SG_RULES_MISMATCH");
        }),
        new("traffic over public addresses is not from a group", Groups, s =>
        {
            var (vpc, from, to) = RouteFacts.TwoSubnets(s);
            s.Elastic(from);
            s.MainRoute(vpc, "0.0.0.0/0", RouteTargetKind.InternetGateway, s.InternetGateway(vpc).Id.Value);
            s.Draft.Put(to with { GroupIds = [s.Group(vpc, $"in tcp 443 {from.GroupIds[0]}").Id] });
            return Known.Blocked(from, s.Elastic(to), "ENI_SG_RULES_MISMATCH");
        }),
        new("a rule for 0.0.0.0/0 says nothing about IPv6", Groups, s =>
        {
            var vpc = s.Vpc("10.0.0.0/16", v6: true);
            var from = s.Host(s.Subnet(vpc, "10.0.1.0/24"), "10.0.1.10", s.Open(vpc));
            var to = s.Host(s.Subnet(vpc, "10.0.2.0/24"), "10.0.2.10", s.Group(vpc, "in all - 0.0.0.0/0"));
            s.OpenAclsToV6();
            return Known.Blocked(from, to.Ipv6Addresses[0], "ENI_SG_RULES_MISMATCH");
        }),
        new("a rule may name a group of an active peering in the same region", Fact.PeeringGuide + "vpc-peering-security-groups.html", s =>
        {
            var (vpc, other, from, to) = RouteFacts.TwoVpcs(s);
            Join(s, vpc, other, out var peering);
            s.Draft.Put(to with { GroupIds = [s.Group(other, $"in tcp 443 {from.GroupIds[0]} {peering.Id}").Id] });
            return Known.Reaches(from, to.PrivateIps[0]);
        }),
        new("a rule whose peering is gone is stale", Fact.PeeringGuide + "vpc-peering-security-groups.html", s =>
        {
            var (vpc, other, from, to) = RouteFacts.TwoVpcs(s);
            Join(s, vpc, other, out _);
            s.Draft.Put(to with { GroupIds = [s.Group(other, $"in tcp 443 {from.GroupIds[0]} pcx-0000000000000dead").Id] });
            return Known.Blocked(from, to.PrivateIps[0], "UNKNOWN_PEERED_SGS");
        }),
        new("the resolver is not filtered by groups or ACLs", "https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html", s =>
        {
            var vpc = s.Vpc("10.0.0.0/16");
            var subnet = s.Subnet(vpc, "10.0.1.0/24");
            s.Acl(subnet);
            return Known.Reaches(s.Host(subnet, "10.0.1.10", s.Group(vpc)), "10.0.0.2", 53);
        }),
    ];

    private static IEnumerable<Fact> OfAcls() =>
    [
        new("an ACL does not filter inside its subnet", Acls, s =>
        {
            var from = RouteFacts.Lonely(s, out var vpc);
            var subnet = s.Draft.Get(from.SubnetId);
            var to = s.Host(subnet, "10.0.1.20", s.Open(vpc));
            s.Acl(subnet);
            return Known.Reaches(from, to.PrivateIps[0]);
        }),
        new("a new ACL denies all until entries are added", Acls, s =>
        {
            var (_, from, to) = RouteFacts.TwoSubnets(s);
            var acl = s.Acl(s.Draft.Get(to.SubnetId));
            return Known.Blocked(from, to.PrivateIps[0], "SUBNET_ACL_RESTRICTION") with { Decider = $"{acl.Id}/in/*" };
        }),
        new("an ACL is stateless: the answer needs an entry for ephemeral ports", Fact.Guide + "custom-network-acl.html", s =>
        {
            var (_, from, to) = RouteFacts.TwoSubnets(s);
            var acl = s.Acl(s.Draft.Get(to.SubnetId), "in 100 allow tcp 443 0.0.0.0/0", "out 100 allow tcp 443 0.0.0.0/0");
            return Known.Blocked(from, to.PrivateIps[0], "SUBNET_ACL_RESTRICTION") with { OnTheWayBack = true, Decider = $"{acl.Id}/out/*" };
        }),
        new("with an entry for ephemeral ports the answer goes out", Fact.Guide + "custom-network-acl.html", s =>
        {
            var (_, from, to) = RouteFacts.TwoSubnets(s);
            s.Acl(s.Draft.Get(to.SubnetId), "in 100 allow tcp 443 0.0.0.0/0", "out 100 allow tcp 1024-65535 0.0.0.0/0");
            return Known.Reaches(from, to.PrivateIps[0]);
        }),
        new("the entry with the lowest number that matches decides", Fact.Guide + "nacl-rules.html", s =>
        {
            var (_, from, to) = RouteFacts.TwoSubnets(s);
            var acl = s.Acl(s.Draft.Get(to.SubnetId), "in 100 allow all - 0.0.0.0/0", "in 90 deny tcp 443 10.0.1.0/24", "out 100 allow all - 0.0.0.0/0");
            return Known.Blocked(from, to.PrivateIps[0], "SUBNET_ACL_RESTRICTION") with { Decider = $"{acl.Id}/in/90" };
        }),
    ];

    private static (NetworkInterface From, NetworkInterface To) Pair(Sketch s, Func<Vpc, SecurityGroup> receiver)
    {
        var from = RouteFacts.Lonely(s, out var vpc);
        return (from, s.Host(s.Subnet(vpc, "10.0.2.0/24"), "10.0.2.10", receiver(vpc)));
    }

    internal static void Join(Sketch s, Vpc one, Vpc other, out VpcPeering peering)
    {
        peering = s.Peering(one, other);
        s.MainRoute(one, other.Cidr.ToString(), RouteTargetKind.VpcPeering, peering.Id.Value);
        s.MainRoute(other, one.Cidr.ToString(), RouteTargetKind.VpcPeering, peering.Id.Value);
    }
}
