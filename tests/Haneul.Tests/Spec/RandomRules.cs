using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>Security groups, by reference too, and network ACLs.</summary>
internal sealed partial class RandomWorld
{
    private static readonly (int Protocol, int? From, int? To)[] Traffic =
    [
        (-1, null, null), (-1, null, null), (6, 0, 65535), (6, 443, 443), (6, 22, 22), (6, 80, 443), (17, 53, 53), (17, 0, 65535), (1, -1, -1), (1, 8, -1), (58, -1, -1), (47, null, null),
    ];

    private static readonly string[] Peers = ["0.0.0.0/0", "0.0.0.0/0", "0.0.0.0/0", "::/0", "::/0", "10.0.0.0/8", "198.19.0.0/16", "10.0.1.0/24", "172.16.0.0/12", "2001:db8::/32", "192.168.0.0/16"];

    private void MakeGroups(Net net)
    {
        var here = draft.In(net.Place);
        for (var i = random.Next(2, 5); i > 0; i--)
        {
            var group = Networks.MakeGroup(here, net.Vpc, $"group-{i}", "made by chance");
            if (Chance(15)) group = here.Put(group with { Rules = [.. group.Rules.Where(_ => Chance(40))] });
            net.Groups.Add(group);
        }
        for (var g = 0; g < net.Groups.Count; g++)
        {
            var rules = net.Groups[g].Rules.ToBuilder();
            for (var n = random.Next(0, 4); n > 0; n--) rules.Add(MakeRule(here, net, isEgress: false));
            // Three of four, and few failed zones: with fewer open groups a sample of random packets is at the edge of the fifth that SpecTests wants to get through. Eight samples had 22.2 to 24.3 %.
            if (Chance(75)) rules.Add(Rule(here, isEgress: false, -1, null, null, new RulePeer { Block = Cidr.AnyV4 }));
            if (Chance(50)) rules.Add(Rule(here, isEgress: false, -1, null, null, new RulePeer { Block = Cidr.AnyV6 }));
            if (Chance(25)) rules.Add(MakeRule(here, net, isEgress: true));
            net.Groups[g] = here.Put(net.Groups[g] with { Rules = rules.ToImmutable() });
        }
    }

    private SecurityGroupRule MakeRule(Draft here, Net net, bool isEgress)
    {
        var (protocol, from, to) = Any(Traffic);
        return Rule(here, isEgress, protocol, from, to, MakePeer(here, net));
    }

    private static SecurityGroupRule Rule(Draft here, bool isEgress, int protocol, int? from, int? to, RulePeer peer) =>
        new() { Id = here.NewId(SecurityGroupRule.Prefix), IsEgress = isEgress, Protocol = protocol, FromPort = from, ToPort = to, Peer = peer };

    private RulePeer MakePeer(Draft here, Net net)
    {
        switch (random.Next(5))
        {
            case 0:
                return new RulePeer { GroupId = Any(net.Groups).Id, GroupOwner = net.Place.Account };
            case 1 when net.Peerings.Count > 0:
                var (peering, other) = Any(net.Peerings);
                var known = draft.In(other.Place).All<SecurityGroup>().Where(g => g.VpcId == other.Vpc.Id).ToList();
                var group = Chance(75) ? Any(known).Id : new Id<SecurityGroup>("sg-0000000000000dead");
                return new RulePeer { GroupId = group, GroupOwner = other.Place.Account, PeeringId = peering.Id, PeerVpcId = other.Vpc.Id };
            case 2 when Chance(30):
                return new RulePeer { PrefixListId = MakeList(here, net).Id };
            default:
                return new RulePeer { Block = Cidr.Parse(Any(Peers)) };
        }
    }

    private PrefixList MakeList(Draft here, Net net)
    {
        string[] blocks = ["10.0.1.0/24", "10.1.0.0/16", "198.19.0.80/32", "8.8.0.0/16", "172.16.2.0/24", "1.0.0.0/8"];
        return here.Put(new PrefixList
        {
            Id = here.NewId<PrefixList>(), Name = "by-chance", IsV6 = false, MaxEntries = 10, Version = 1, OwnerId = here.Account,
            Entries = [.. blocks.Where(_ => Chance(40)).Select(Cidr.Parse).Concat(net.Subnets.Where(_ => Chance(20)).Select(s => s.Cidr).OfType<Cidr>()).Distinct().Select(b => new PrefixListEntry(b, null))],
        });
    }

    private void MakeAcls(Net net)
    {
        var here = draft.In(net.Place);
        var main = here.All<NetworkAcl>().Single(a => a.VpcId == net.Vpc.Id && a.IsDefault);
        if (!main.Entries.Any(e => e.Block.IsV6)) main = here.Put(main with { Entries = [.. main.Entries, Networks.AllowAll(false, 101, Cidr.AnyV6), Networks.AllowAll(true, 101, Cidr.AnyV6)] });
        for (var i = random.Next(0, 3); i > 0; i--)
        {
            var moved = main.Associations.Where(_ => Chance(40)).ToImmutableArray();
            main = here.Put(main with { Associations = [.. main.Associations.Except(moved)] });
            here.Put(new NetworkAcl { Id = here.NewId<NetworkAcl>(), VpcId = net.Vpc.Id, Associations = moved, Entries = MakeEntries() });
        }
    }

    private ImmutableArray<AclEntry> MakeEntries()
    {
        var entries = new Dictionary<(bool, int), AclEntry>();
        foreach (var egress in new[] { false, true })
        {
            for (var n = random.Next(0, 3); n > 0; n--)
            {
                var (protocol, from, to) = Any(Traffic);
                var isIcmp = protocol is 1 or 58;
                var number = random.Next(1, 150);
                entries[(egress, number)] = new AclEntry
                {
                    IsEgress = egress, Number = number, Protocol = protocol, Allows = Chance(50), Block = Cidr.Parse(Any(Peers)),
                    FromPort = isIcmp ? null : from, ToPort = isIcmp ? null : to, IcmpType = isIcmp ? from : null, IcmpCode = isIcmp ? to : null,
                };
            }
            if (Chance(40)) entries[(egress, 190)] = new AclEntry { IsEgress = egress, Number = 190, Protocol = 6, Allows = true, Block = Cidr.AnyV4, FromPort = 1024, ToPort = 65535 };
            if (Chance(80)) entries[(egress, 200)] = Networks.AllowAll(egress, 200, Cidr.AnyV4);
            if (Chance(80)) entries[(egress, 201)] = Networks.AllowAll(egress, 201, Cidr.AnyV6);
        }
        return [.. entries.Values.OrderBy(_ => random.Next())];
    }
}
