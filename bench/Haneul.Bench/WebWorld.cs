using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Bench;

/// <summary>A VPC with a public subnet (bastion, NAT gateway) and an application subnet with so many instances, groups by reference.</summary>
internal static class WebWorld
{
    private static readonly DateTimeOffset Then = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Place Home = new("000000000000", "ap-northeast-2");

    public static (World World, ImmutableArray<Id<Instance>> Apps, Id<Instance> Bastion) Make(int instances)
    {
        var draft = new Draft(World.Empty, Home, Then, new CountedIds());
        FirstOutside.Lay(draft);
        var vpc = Networks.MakeVpc(draft, Cidr.Parse("10.0.0.0/16"));
        var open = Subnet(draft, vpc, "10.0.0.0/24");
        var app = Subnet(draft, vpc, "10.0.128.0/17");
        var igw = draft.Put(new InternetGateway { Id = draft.NewId<InternetGateway>(), VpcId = vpc.Id });
        var bastions = Networks.MakeGroup(draft, vpc, "bastion", "bastion");
        var apps = Networks.MakeGroup(draft, vpc, "app", "app");
        Admit(draft, bastions, new RulePeer { Block = Cidr.Parse("198.19.0.10/32") });
        Admit(draft, apps, new RulePeer { GroupId = bastions.Id });
        var nat = Nat(draft, vpc, open, Ip.Parse("10.0.0.5"));
        Table(draft, vpc, open, new RouteTarget(RouteTargetKind.InternetGateway, igw.Id.Value));
        Table(draft, vpc, app, new RouteTarget(RouteTargetKind.NatGateway, nat.Value));
        var bastion = Instance(draft, vpc, open, bastions, Ip.Parse("10.0.0.10"), Ip.Parse("198.18.0.9"));
        ImmutableArray<Id<Instance>> made = [.. Enumerable.Range(0, instances).Select(i => Instance(draft, vpc, app, apps, Ip.Parse("10.0.128.4") + (uint)i, null))];
        return (draft.World, made, bastion);
    }

    /// <summary>The same world, where the applications' group also admits the bastion at another port.</summary>
    public static World WithPort(World world, int port)
    {
        var draft = new Draft(world, Home, Then, new CountedIds());
        var apps = draft.All<SecurityGroup>().Single(g => g.Name == "app");
        var bastions = draft.All<SecurityGroup>().Single(g => g.Name == "bastion");
        draft.Put(apps with
        {
            Rules = apps.Rules.Add(new SecurityGroupRule { Id = $"sgr-{port:x17}", IsEgress = false, Protocol = Protocols.Tcp, FromPort = port, ToPort = port, Peer = new RulePeer { GroupId = bastions.Id } }),
        });
        return draft.World;
    }

    /// <summary>The same world, where the applications' group has so many rules more, of blocks and ports that all differ.</summary>
    public static World WithRules(World world, int count)
    {
        var draft = new Draft(world, Home, Then, new CountedIds());
        var apps = draft.All<SecurityGroup>().Single(g => g.Name == "app");
        draft.Put(apps with
        {
            Rules = apps.Rules.AddRange(Enumerable.Range(0, count).Select(i => new SecurityGroupRule
            {
                Id = $"sgr-{i:x17}", IsEgress = false, Protocol = Protocols.Tcp, FromPort = RulePort(i), ToPort = RulePort(i), Peer = new RulePeer { Block = Cidr.Parse(RuleBlock(i)) },
            })),
        });
        return draft.World;
    }

    /// <summary>The block and the port of the rule of this number.</summary>
    public static string RuleBlock(int i) => $"100.{64 + i / 4096}.{i / 16 % 256}.{i % 16 * 16}/28";

    public static int RulePort(int i) => 1024 + i % 4096;

    private static Subnet Subnet(Draft draft, Vpc vpc, string block) => Networks.MakeSubnet(
        draft, new Subnet { Id = draft.NewId<Subnet>(), VpcId = vpc.Id, Zone = "ap-northeast-2a", Cidr = Cidr.Parse(block) });

    private static void Admit(Draft draft, SecurityGroup group, RulePeer peer) => draft.Put(group with
    {
        Rules = group.Rules.Add(new SecurityGroupRule { Id = draft.NewId(SecurityGroupRule.Prefix), IsEgress = false, Protocol = Protocols.Tcp, FromPort = 22, ToPort = 22, Peer = peer }),
    });

    private static void Table(Draft draft, Vpc vpc, Subnet subnet, RouteTarget target) => draft.Put(new RouteTable
    {
        Id = draft.NewId<RouteTable>(),
        VpcId = vpc.Id,
        Routes = [new Route(new RouteDestination(Cidr.AnyV4, null), target)],
        Associations = [new RouteTableAssociation(draft.NewId("rtbassoc")) { SubnetId = subnet.Id }],
    });

    private static Id<NatGateway> Nat(Draft draft, Vpc vpc, Subnet subnet, Ip address)
    {
        var port = Port(draft, vpc, subnet, [], address, null) with { SourceDestCheck = false, InterfaceType = "nat_gateway" };
        draft.Put(port);
        var elastic = draft.Put(new ElasticAddress { Id = draft.NewId<ElasticAddress>(), PublicIp = Ip.Parse("198.18.0.5"), InterfaceId = port.Id, PrivateIp = address });
        return draft.Put(new NatGateway
        {
            Id = draft.NewId<NatGateway>(),
            VpcId = vpc.Id,
            SubnetId = subnet.Id,
            IsPublic = true,
            State = NatGatewayState.Available,
            Addresses = [new NatAddress(port.Id, address, elastic.Id)],
            CreateTime = Then,
        }).Id;
    }

    private static Id<Instance> Instance(Draft draft, Vpc vpc, Subnet subnet, SecurityGroup group, Ip address, Ip? lent)
    {
        var id = draft.NewId<Instance>();
        var port = draft.Put(Port(draft, vpc, subnet, [group.Id], address, id) with { LentPublicIp = lent });
        return draft.Put(new Instance
        {
            Id = id,
            ReservationId = "r-1",
            ImageId = "ami-1",
            InstanceType = "t3.micro",
            State = InstanceState.Running,
            LaunchTime = Then,
            Zone = subnet.Zone,
            VpcId = vpc.Id,
            SubnetId = subnet.Id,
            InterfaceIds = [port.Id],
        }).Id;
    }

    private static NetworkInterface Port(Draft draft, Vpc vpc, Subnet subnet, ImmutableArray<Id<SecurityGroup>> groups, Ip address, Id<Instance>? instance) => new()
    {
        Id = draft.NewId<NetworkInterface>(),
        VpcId = vpc.Id,
        SubnetId = subnet.Id,
        Zone = subnet.Zone,
        MacAddress = "02:00:00:00:00:01",
        PrivateIps = [address],
        GroupIds = groups,
        Attachment = new InterfaceAttachment(draft.NewId("eni-attach"), instance, 0, Then) { InstanceOwnerId = draft.Account },
    };
}
