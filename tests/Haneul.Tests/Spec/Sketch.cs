using System.Collections.Immutable;
using System.Globalization;
using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>Draws a small world in few words, for facts whose answer is known.</summary>
internal sealed class Sketch
{
    private readonly Draft draft;
    private int publicAddresses = 100;

    public Sketch(Place? place = null)
    {
        draft = new Draft(World.Empty, place ?? new Place("000000000000", "ap-northeast-2"), DateTimeOffset.UnixEpoch, new SeededIds());
        FirstOutside.Lay(draft);
    }

    public World World => draft.World;

    public Draft Draft => draft;

    public Vpc Vpc(string block, bool v6 = false)
    {
        var vpc = draft.Put(Networks.MakeVpc(draft, Cidr.Parse(block)) with { State = VpcState.Available });
        return v6 ? Ipv6Blocks.AddTo(draft, vpc) : vpc;
    }

    public Subnet Subnet(Vpc vpc, string block)
    {
        var six = vpc.Cidrs.Where(c => c.IsV6).Select(c => new CidrAssociation(draft.NewId("subnet-cidr-assoc"), new Cidr(c.First + ((Cidr.Parse(block).First.Bits >> 8 & 255) << 64), 64), CidrState.Associated));
        return Networks.MakeSubnet(draft, new Subnet { Id = draft.NewId<Subnet>(), VpcId = vpc.Id, Zone = "ap-northeast-2a", Cidr = Cidr.Parse(block), Ipv6Blocks = [.. six] });
    }

    /// <summary>A group with exactly these rules: <c>in tcp 443 0.0.0.0/0</c>, <c>out all - 10.0.0.0/8</c>, <c>in tcp 22 sg-…</c>, the last with the peering after it where it crosses one.</summary>
    public SecurityGroup Group(Vpc vpc, params string[] rules)
    {
        var group = Networks.MakeGroup(draft, vpc, $"group-{draft.Hex(4)}", "drawn");
        return draft.Put(group with { Rules = [.. rules.Select(Rule)] });
    }

    /// <summary>A group that lets everything in and out.</summary>
    public SecurityGroup Open(Vpc vpc) => Group(vpc, "in all - 0.0.0.0/0", "in all - ::/0", "out all - 0.0.0.0/0", "out all - ::/0");

    /// <summary>AWS adds IPv6 entries to the default ACL of a VPC that has IPv6.</summary>
    public void OpenAclsToV6()
    {
        foreach (var acl in draft.All<NetworkAcl>().Where(a => a.IsDefault && !a.Entries.Any(e => e.Block.IsV6)).ToList())
            draft.Put(acl with { Entries = [.. acl.Entries, Networks.AllowAll(false, 101, Cidr.AnyV6), Networks.AllowAll(true, 101, Cidr.AnyV6)] });
    }

    private SecurityGroupRule Rule(string text)
    {
        var words = text.Split(' ');
        int? port = words[2] == "-" ? null : int.Parse(words[2], CultureInfo.InvariantCulture);
        var peer = words[3].StartsWith("sg-", StringComparison.Ordinal)
            ? new RulePeer { GroupId = new Id<SecurityGroup>(words[3]), GroupOwner = draft.Account, PeeringId = words.Length > 4 ? new Id<VpcPeering>(words[4]) : null }
            : words[3].StartsWith("pl-", StringComparison.Ordinal) ? new RulePeer { PrefixListId = new Id<PrefixList>(words[3]) }
            : new RulePeer { Block = Cidr.Parse(words[3]) };
        return new SecurityGroupRule { Id = draft.NewId("sgr"), IsEgress = words[0] == "out", Protocol = Number(words[1]), FromPort = port, ToPort = port, Peer = peer };
    }

    private static int Number(string protocol) => protocol switch { "all" => -1, "tcp" => 6, "udp" => 17, "icmp" => 1, _ => int.Parse(protocol, CultureInfo.InvariantCulture) };

    /// <summary>Puts the subnet under an ACL with exactly these entries: <c>in 100 allow tcp 443 0.0.0.0/0</c>, <c>out 90 deny tcp 1024-65535 10.0.0.0/8</c>.</summary>
    public NetworkAcl Acl(Subnet subnet, params string[] entries)
    {
        foreach (var old in draft.All<NetworkAcl>().Where(a => a.Associations.Any(s => s.SubnetId == subnet.Id)).ToList())
            draft.Put(old with { Associations = [.. old.Associations.Where(s => s.SubnetId != subnet.Id)] });
        return draft.Put(new NetworkAcl
        {
            Id = draft.NewId<NetworkAcl>(), VpcId = subnet.VpcId, Entries = [.. entries.Select(Entry)],
            Associations = [new AclAssociation(draft.NewId("aclassoc"), subnet.Id)],
        });
    }

    private static AclEntry Entry(string text)
    {
        var words = text.Split(' ');
        var ports = words[4] == "-" ? null : words[4].Split('-').Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        return new AclEntry
        {
            IsEgress = words[0] == "out", Number = int.Parse(words[1], CultureInfo.InvariantCulture), Allows = words[2] == "allow", Protocol = Number(words[3]),
            FromPort = ports?[0], ToPort = ports?[^1], Block = Cidr.Parse(words[5]),
        };
    }

    /// <summary>A running instance with one interface.</summary>
    public NetworkInterface Host(Subnet subnet, string ip, params SecurityGroup[] groups)
    {
        var id = draft.NewId<Instance>();
        var eni = Interface(subnet, ip, groups) with { Attachment = new InterfaceAttachment(draft.NewId("eni-attach"), id, 0, draft.Now) { InstanceOwnerId = draft.Account } };
        draft.Put(eni);
        draft.Put(new Instance
        {
            Id = id, ReservationId = "r-1", ImageId = "ami-1", InstanceType = "t3.micro", State = InstanceState.Running, LaunchTime = draft.Now,
            Zone = subnet.Zone, VpcId = subnet.VpcId, SubnetId = subnet.Id, InterfaceIds = [eni.Id],
        });
        return eni;
    }

    public NetworkInterface Interface(Subnet subnet, string ip, params SecurityGroup[] groups) => draft.Put(new NetworkInterface
    {
        Id = draft.NewId<NetworkInterface>(), VpcId = subnet.VpcId, SubnetId = subnet.Id, Zone = subnet.Zone, MacAddress = "02:00:00:00:00:01", PrivateIps = [Ip.Parse(ip)],
        Ipv6Addresses = [.. subnet.Ipv6Blocks.Select(b => b.Block.First + (Ip.Parse(ip).Bits & 255))], GroupIds = [.. groups.Select(g => g.Id)],
    });

    public Ip Elastic(NetworkInterface eni, int which = 0)
    {
        var ip = AddressPools.Elastic.First + (UInt128)publicAddresses++;
        draft.Put(new ElasticAddress { Id = draft.NewId<ElasticAddress>(), PublicIp = ip, AssociationId = draft.NewId("eipassoc"), InterfaceId = eni.Id, PrivateIp = eni.PrivateIps[which] });
        return ip;
    }

    public InternetGateway InternetGateway(Vpc vpc) => draft.Put(new InternetGateway { Id = draft.NewId<InternetGateway>(), VpcId = vpc.Id });

    public EgressOnlyInternetGateway EgressOnly(Vpc vpc) => draft.Put(new EgressOnlyInternetGateway { Id = draft.NewId<EgressOnlyInternetGateway>(), VpcId = vpc.Id });

    public NatGateway Nat(Subnet subnet, string ip, NatGatewayState state = NatGatewayState.Available, bool isPublic = true)
    {
        var eni = draft.Put(Interface(subnet, ip) with
        {
            InterfaceType = "nat_gateway",
            SourceDestCheck = false,
            Ipv6Addresses = [],
            Attachment = new InterfaceAttachment(draft.NewId("eni-attach"), null, 1, draft.Now) { InstanceOwnerId = "amazon-aws" },
        });
        Ip? address = isPublic ? Elastic(eni) : null;
        var elastic = draft.All<ElasticAddress>().FirstOrDefault(e => e.InterfaceId == eni.Id);
        return draft.Put(new NatGateway
        {
            Id = draft.NewId<NatGateway>(), VpcId = subnet.VpcId, SubnetId = subnet.Id, IsPublic = isPublic, State = state, CreateTime = draft.Now,
            Addresses = [new NatAddress(eni.Id, Ip.Parse(ip), elastic?.Id) { PublicIp = address }],
        });
    }

    public VpcPeering Peering(Vpc one, Vpc other, PeeringState state = PeeringState.Active) => draft.Put(new VpcPeering
    {
        Id = draft.NewId<VpcPeering>(), Requester = new PeeringSide(draft.Account, draft.Region, one.Id), Accepter = new PeeringSide(draft.Account, draft.Region, other.Id),
        State = state, ExpirationTime = draft.Now.AddDays(7),
    });

    /// <summary>A VPN gateway with a connection whose static routes are propagated into the VPC's main table.</summary>
    public VpnGateway Vpn(Vpc vpc, params string[] routes)
    {
        var gateway = draft.Put(new VpnGateway { Id = draft.NewId<VpnGateway>(), AmazonSideAsn = 64512, VpcId = vpc.Id, AttachmentState = "attached" });
        var customer = draft.Put(new CustomerGateway { Id = draft.NewId<CustomerGateway>(), BgpAsn = 65000 });
        draft.Put(new VpnConnection
        {
            Id = draft.NewId<VpnConnection>(), CustomerGatewayId = customer.Id, VpnGatewayId = gateway.Id, State = "available", StaticRoutesOnly = true,
            StaticRoutes = [.. routes.Select(Cidr.Parse)], CreateTime = draft.Now,
        });
        var main = draft.All<RouteTable>().Single(t => t.VpcId == vpc.Id && t.IsMain);
        draft.Put(main with { PropagatingGateways = [gateway.Id] });
        return gateway;
    }

    public PrefixList List(params string[] blocks) => draft.Put(new PrefixList
    {
        Id = draft.NewId<PrefixList>(), Name = "list", IsV6 = false, MaxEntries = blocks.Length, Version = 1, OwnerId = draft.Account, Entries = [.. blocks.Select(b => new PrefixListEntry(Cidr.Parse(b), null))],
    });

    /// <summary>A route of the VPC's main table, to a block or a prefix list.</summary>
    public void MainRoute(Vpc vpc, string destination, RouteTargetKind kind, string target) =>
        AddRoute(draft.All<RouteTable>().Single(t => t.VpcId == vpc.Id && t.IsMain), destination, kind, target);

    /// <summary>A route of the subnet's own table, which is made with the first.</summary>
    public void Route(Subnet subnet, string destination, RouteTargetKind kind, string target) =>
        AddRoute(draft.All<RouteTable>().FirstOrDefault(t => t.Associations.Any(a => a.SubnetId == subnet.Id))
            ?? Table(subnet.VpcId, new RouteTableAssociation(draft.NewId("rtbassoc")) { SubnetId = subnet.Id }), destination, kind, target);

    /// <summary>A route of the gateway's own table (edge association), which is made with the first.</summary>
    public void EdgeRoute(InternetGateway gateway, Vpc vpc, string destination, RouteTargetKind kind, string target) =>
        AddRoute(draft.All<RouteTable>().FirstOrDefault(t => t.Associations.Any(a => a.GatewayId == gateway.Id.Value))
            ?? Table(vpc.Id, new RouteTableAssociation(draft.NewId("rtbassoc")) { GatewayId = gateway.Id.Value }), destination, kind, target);

    private RouteTable Table(Id<Vpc> vpc, RouteTableAssociation association) =>
        draft.Put(new RouteTable { Id = draft.NewId<RouteTable>(), VpcId = vpc, Associations = [association] });

    private void AddRoute(RouteTable table, string destination, RouteTargetKind kind, string target)
    {
        var to = destination.StartsWith("pl-", StringComparison.Ordinal) ? new RouteDestination(null, new Id<PrefixList>(destination)) : new RouteDestination(Cidr.Parse(destination), null);
        draft.Put(table with { Routes = table.Routes.Add(new Route(to, new RouteTarget(kind, target))) });
    }
}
