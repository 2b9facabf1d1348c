using System.Collections.Immutable;
using System.Globalization;
using Haneul.Model;
using Haneul.Tests.Spec;

namespace Haneul.Tests.Fabric;

/// <summary>
/// Reads a world from text, one resource per line, names being ids; what is not said is as AWS makes it (an ACL that allows all). Lines:
/// <code>
/// vpc vpc-a 10.0.0.0/16 2001:db8:1::/56        subnet subnet-a vpc-a 10.0.1.0/24 [zone=c]
/// dark a                                       (zone ap-northeast-2a has failed)
/// igw igw-1 [vpc-a]                            eigw eigw-1 vpc-a
/// rtb rtb-1 vpc-a [main] [subnet-a] [igw-1]    route rtb-1 0.0.0.0/0 igw-1       propagate rtb-1 vgw-1
/// acl acl-1 vpc-a subnet-a …                   acl-in acl-1 100 allow tcp 22 10.0.0.0/8       acl-out …
/// sg sg-1 vpc-a                                sg-in sg-1 tcp 22 sg-2 [pcx-1]                 sg-out …      (rule ids: sgr-1, sgr-2 …)
/// i i-1 running [router|masquerade|none]       eni eni-1 subnet-a i-1|- 10.0.1.10 sg-1 [nocheck] [lent=198.18.0.9]
/// eip eipalloc-1 198.18.0.1 eni-1 10.0.1.10    nat nat-1 eni-nat available
/// pcx pcx-1 vpc-a vpc-b Active                 vgw vgw-1 [vpc-a]     vpn vpn-1 vgw-1 192.168.0.0/16
/// pl pl-1 10.1.0.0/16 …                        vpce vpce-1 vpc-a
/// host web2 60.1.1.1 [home-b]                   home home-b 192.168.5.0/24 198.19.0.30
/// forward home tcp 8022 laptop 22              expose 8080                   pool 50.1.1.0/24
/// </code>
/// A group called <c>open</c> allows everything, both ways, both families.
/// </summary>
internal sealed class WorldText
{
    private static readonly DateTimeOffset Then = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Draft draft = new(World.Empty, new Place("000000000000", "ap-northeast-2"), Then, new SeededIds());
    private int rules;

    public static World Read(string text)
    {
        var reader = new WorldText();
        FirstOutside.Lay(reader.draft);
        foreach (var line in text.Split('\n').Select(l => l.Split('#')[0].Trim()).Where(l => l.Length > 0))
        {
            try
            {
                reader.Line(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            }
            catch (Exception e)
            {
                throw new FormatException($"'{line}': {e.Message}", e);
            }
        }
        reader.Default();
        return reader.draft.World;
    }

    private void Line(string[] w)
    {
        switch (w[0])
        {
            case "vpc": draft.Put(new Vpc { Id = new(w[1]), Blocks = Blocks(w[2..]), State = VpcState.Available, DhcpOptionsId = null }); break;
            case "subnet": Subnet(w); break;
            case "dark": ZoneFailure.Fail(draft, ZoneFailure.Named(draft.Region + w[1])); break;
            case "igw": draft.Put(new InternetGateway { Id = new(w[1]), VpcId = w.Length > 2 ? new Id<Vpc>(w[2]) : null }); break;
            case "eigw": draft.Put(new EgressOnlyInternetGateway { Id = new(w[1]), VpcId = new(w[2]) }); break;
            case "rtb": draft.Put(new RouteTable { Id = new(w[1]), VpcId = new(w[2]), Associations = [.. w[3..].Select(Association)] }); break;
            case "route": Change<RouteTable>(w[1], t => t with { Routes = t.Routes.Add(new Route(Destination(w[2]), Target(w[3]))) }); break;
            case "propagate": Change<RouteTable>(w[1], t => t with { PropagatingGateways = t.PropagatingGateways.Add(new(w[2])) }); break;
            case "acl": draft.Put(new NetworkAcl { Id = new(w[1]), VpcId = new(w[2]), Associations = [.. w[3..].Select(s => new AclAssociation("a-" + s, new(s)))] }); break;
            case "acl-in" or "acl-out": Change<NetworkAcl>(w[1], a => a with { Entries = a.Entries.Add(Entry(w)) }); break;
            case "sg": draft.Put(new SecurityGroup { Id = new(w[1]), VpcId = new(w[2]), Name = w[1], Description = w[1] }); break;
            case "sg-in" or "sg-out": Change<SecurityGroup>(w[1], g => g with { Rules = g.Rules.Add(Rule(w)) }); break;
            case "i": Instance(w); break;
            case "eni": Interface(w); break;
            case "eip": draft.Put(new ElasticAddress { Id = new(w[1]), PublicIp = Ip.Parse(w[2]), InterfaceId = new(w[3]), PrivateIp = Ip.Parse(w[4]), AssociationId = "eipassoc-" + w[1] }); break;
            case "nat": Nat(w); break;
            case "pcx": Peering(w); break;
            case "vgw": draft.Put(new VpnGateway { Id = new(w[1]), AmazonSideAsn = 64512, VpcId = w.Length > 2 ? new Id<Vpc>(w[2]) : null, AttachmentState = w.Length > 2 ? "attached" : null }); break;
            case "vpn": draft.Put(new VpnConnection { Id = new(w[1]), CustomerGatewayId = new("cgw-1"), VpnGatewayId = new(w[2]), State = "available", CreateTime = Then, StaticRoutes = [.. w[3..].Select(Cidr.Parse)] }); break;
            case "pl": draft.Put(new PrefixList { Id = new(w[1]), Name = w[1], IsV6 = false, MaxEntries = 9, Version = 1, OwnerId = draft.Account, Entries = [.. w[2..].Select(b => new PrefixListEntry(Cidr.Parse(b), null))] }); break;
            case "vpce": draft.Put(new VpcEndpoint { Id = new(w[1]), Type = "Gateway", VpcId = new(w[2]), ServiceName = "com.amazonaws.ap-northeast-2.s3", State = "available", CreateTime = Then }); break;
            case "host": draft.Put(new OutsideHost { Id = new(w[1]), Address = Ip.Parse(w[2]), HomeId = w.Length > 3 ? new Id<Home>(w[3]) : null }); break;
            case "home": draft.Put(new Home { Id = new(w[1]), Block = Cidr.Parse(w[2]), PublicIp = Ip.Parse(w[3]) }); break;
            case "forward": Change<Home>(w[1], h => h with { Forwards = h.Forwards.Add(new PortForward(w[2] == "udp" ? Protocols.Udp : Protocols.Tcp, Number(w[3]), new(w[4]), Number(w[5]))) }); break;
            case "expose": draft.Put(new ExposedPort(new(w[1]), Number(w[1]))); break;
            case "pool": PublicPools.Set(draft, [.. draft.All<PublicPool>().Select(p => p.Block), Cidr.Parse(w[1])]); break;
            default: throw new FormatException($"no such line: {w[0]}");
        }
    }

    private void Change<T>(string id, Func<T, T> change) where T : IResource<T> => draft.Put(change(draft.Get(new Id<T>(id))));

    private static ImmutableArray<CidrAssociation> Blocks(IEnumerable<string> blocks) =>
        [.. blocks.Select(b => new CidrAssociation("assoc-" + b, Cidr.Parse(b), CidrState.Associated))];

    private void Subnet(string[] w)
    {
        var blocks = w[3..].Where(b => !b.StartsWith("zone=", StringComparison.Ordinal)).Select(Cidr.Parse).ToList();
        draft.Put(new Subnet
        {
            Id = new(w[1]),
            VpcId = new(w[2]),
            Zone = draft.Region + (w.FirstOrDefault(z => z.StartsWith("zone=", StringComparison.Ordinal))?[5..] ?? "a"),
            Cidr = blocks.Where(b => !b.IsV6).Select(b => (Cidr?)b).FirstOrDefault(),
            Ipv6Blocks = Blocks(blocks.Where(b => b.IsV6).Select(b => b.ToString())),
        });
    }

    private static RouteTableAssociation Association(string to) => to switch
    {
        "main" => new RouteTableAssociation("assoc-main") { IsMain = true },
        _ when to.StartsWith("subnet", StringComparison.Ordinal) => new RouteTableAssociation("assoc-" + to) { SubnetId = new(to) },
        _ => new RouteTableAssociation("assoc-" + to) { GatewayId = to },
    };

    private static RouteDestination Destination(string text) =>
        text.StartsWith("pl-", StringComparison.Ordinal) ? new RouteDestination(null, new Id<PrefixList>(text)) : new RouteDestination(Cidr.Parse(text), null);

    private static RouteTarget Target(string id) => new(id.Split('-')[0] switch
    {
        "local" => RouteTargetKind.Local,
        "igw" => RouteTargetKind.InternetGateway,
        "eigw" => RouteTargetKind.EgressOnlyInternetGateway,
        "nat" => RouteTargetKind.NatGateway,
        "eni" => RouteTargetKind.NetworkInterface,
        "pcx" => RouteTargetKind.VpcPeering,
        "vgw" => RouteTargetKind.VpnGateway,
        "vpce" => RouteTargetKind.VpcEndpoint,
        _ => throw new FormatException(id),
    }, id);

    private static (int Protocol, int? From, int? To, int Used) Traffic(ReadOnlySpan<string> w)
    {
        Assert(Protocols.TryParse(w[0], out var protocol), w[0]);
        if (w.Length < 2 || !Protocols.HasPorts(protocol) || !char.IsAsciiDigit(w[1][0]) || w[1].Contains('.') || w[1].Contains(':')) return (protocol, null, null, 1);
        var ports = w[1].Split('-').Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToList();
        return (protocol, ports[0], ports[^1], 2);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static void Assert(bool holds, string text)
    {
        if (!holds) throw new FormatException(text);
    }

    private static AclEntry Entry(string[] w)
    {
        var (protocol, from, to, used) = Traffic(w.AsSpan(4));
        return new AclEntry
        {
            IsEgress = w[0] == "acl-out",
            Number = int.Parse(w[2], CultureInfo.InvariantCulture),
            Allows = w[3] == "allow",
            Protocol = protocol,
            FromPort = from,
            ToPort = to,
            Block = Cidr.Parse(w[4 + used]),
        };
    }

    private SecurityGroupRule Rule(string[] w)
    {
        var (protocol, from, to, used) = Traffic(w.AsSpan(2));
        var peer = w[2 + used];
        return new SecurityGroupRule
        {
            Id = $"sgr-{++rules}",
            IsEgress = w[0] == "sg-out",
            Protocol = protocol,
            FromPort = from,
            ToPort = to,
            Peer = peer.Split('-')[0] switch
            {
                "sg" => new RulePeer { GroupId = new(peer), PeeringId = w.Length > 3 + used ? new Id<VpcPeering>(w[3 + used]) : null },
                "pl" => new RulePeer { PrefixListId = new(peer) },
                _ => new RulePeer { Block = Cidr.Parse(peer) },
            },
        };
    }

    private void Instance(string[] w)
    {
        draft.Put(new Instance { Id = new(w[1]), ReservationId = "r-1", ImageId = "ami-1", InstanceType = "t3.micro", State = Enum.Parse<InstanceState>(w[2], true), LaunchTime = Then, Zone = "ap-northeast-2a" });
        if (w.Length > 3) draft.Tag(w[1], [new("haneul:forwarding", w[3])]);
    }

    private void Interface(string[] w)
    {
        var subnet = draft.Get(new Id<Subnet>(w[2]));
        var addresses = w[4..].Where(a => Ip.TryParse(a, out _)).Select(Ip.Parse).ToList();
        var groups = w[4..].Where(a => a.StartsWith("sg-", StringComparison.Ordinal) || a == "open").ToList();
        if (groups.Contains("open")) Open(subnet.VpcId);
        var eni = draft.Put(new NetworkInterface
        {
            Id = new(w[1]),
            VpcId = subnet.VpcId,
            SubnetId = subnet.Id,
            Zone = subnet.Zone,
            MacAddress = "02:00:00:00:00:01",
            PrivateIps = [.. addresses.Where(a => !a.IsV6)],
            Ipv6Addresses = [.. addresses.Where(a => a.IsV6)],
            GroupIds = [.. groups.Select(g => new Id<SecurityGroup>(g == "open" ? $"sg-open-{subnet.VpcId}" : g))],
            SourceDestCheck = !w.Contains("nocheck"),
            LentPublicIp = w.FirstOrDefault(a => a.StartsWith("lent=", StringComparison.Ordinal)) is { } lent ? Ip.Parse(lent[5..]) : null,
            Attachment = w[3] == "-" ? null : new InterfaceAttachment("attach-" + w[1], w[3] == "aws" ? null : new Id<Instance>(w[3]), 0, Then) { InstanceOwnerId = draft.Account },
        });
        if (w[3] is not ("-" or "aws")) Change<Instance>(w[3], i => i with { InterfaceIds = i.InterfaceIds.Add(eni.Id), VpcId = eni.VpcId, SubnetId = eni.SubnetId });
    }

    private void Open(Id<Vpc> vpc)
    {
        var id = new Id<SecurityGroup>($"sg-open-{vpc}");
        if (draft.TryFind(id, out _)) return;
        SecurityGroupRule All(string name, bool egress, Cidr block) => new() { Id = $"sgr-{name}-{vpc}", IsEgress = egress, Protocol = -1, Peer = new RulePeer { Block = block } };
        draft.Put(new SecurityGroup
        {
            Id = id,
            VpcId = vpc,
            Name = "open",
            Description = "open",
            Rules = [All("in", false, Cidr.AnyV4), All("in6", false, Cidr.AnyV6), All("out", true, Cidr.AnyV4), All("out6", true, Cidr.AnyV6)],
        });
    }

    private void Nat(string[] w)
    {
        var eni = draft.Get(new Id<NetworkInterface>(w[2]));
        draft.Put(new NatGateway
        {
            Id = new(w[1]),
            VpcId = eni.VpcId,
            SubnetId = eni.SubnetId,
            IsPublic = true,
            State = Enum.Parse<NatGatewayState>(w[3], true),
            Addresses = [new NatAddress(eni.Id, eni.PrivateIps[0], null)],
            CreateTime = Then,
        });
    }

    private void Peering(string[] w)
    {
        PeeringSide Side(string vpc) => new(draft.Account, draft.Region, new(vpc));
        draft.Put(new VpcPeering { Id = new(w[1]), Requester = Side(w[2]), Accepter = Side(w[3]), State = Enum.Parse<PeeringState>(w[4], true), ExpirationTime = Then });
    }

    /// <summary>Subnets that no ACL line names get their VPC's default one.</summary>
    private void Default()
    {
        foreach (var vpc in draft.All<Vpc>())
        {
            var named = draft.All<NetworkAcl>().SelectMany(a => a.Associations).Select(a => a.SubnetId).ToHashSet();
            var rest = draft.All<Subnet>().Where(s => s.VpcId == vpc.Id && !named.Contains(s.Id)).ToList();
            if (rest.Count == 0) continue;
            AclEntry Allow(bool egress, int number, Cidr block) => Networks.AllowAll(egress, number, block);
            draft.Put(new NetworkAcl
            {
                Id = new($"acl-default-{vpc.Id}"),
                VpcId = vpc.Id,
                IsDefault = true,
                Entries = [Allow(false, 100, Cidr.AnyV4), Allow(false, 101, Cidr.AnyV6), Allow(true, 100, Cidr.AnyV4), Allow(true, 101, Cidr.AnyV6)],
                Associations = [.. rest.Select(s => new AclAssociation("a-" + s.Id, s.Id))],
            });
        }
    }
}
