using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>
/// Makes worlds by chance that AWS would allow: VPCs that may overlap, every kind of route target, appliances, peerings in all states, stale groups, stopped instances, load balancers.
/// Mostly sane, so that a good share of packets gets through. The same generator state makes the same world.
/// </summary>
internal sealed partial class RandomWorld
{
    private static readonly Place Home = new("000000000000", "ap-northeast-2");
    private static readonly Place[] Elsewhere = [Home, Home, Home, new("111111111111", "ap-northeast-2"), new("000000000000", "us-east-1")];
    private static readonly string[] Primaries = ["10.0.0.0/16", "10.1.0.0/16", "10.0.0.0/18", "172.16.0.0/16", "192.168.0.0/20", "10.0.64.0/18"];
    private static readonly string[] Secondaries = ["100.64.0.0/18", "10.7.0.0/18", "192.168.64.0/20"];

    private readonly Random random;
    private readonly List<Net> nets = [];
    private Draft draft;
    private int publicAddresses;

    private RandomWorld(Random random)
    {
        this.random = random;
        draft = new Draft(World.Empty, Home, DateTimeOffset.UnixEpoch, new SeededIds());
    }

    public static World Make(Random random)
    {
        var maker = new RandomWorld(random);
        maker.MakeAll();
        return maker.draft.World;
    }

    /// <summary>A VPC while it is being made, with what was put into it.</summary>
    private sealed class Net(Place place, Vpc vpc)
    {
        public Place Place { get; } = place;

        public Vpc Vpc { get; set; } = vpc;

        public List<Subnet> Subnets { get; } = [];

        public List<SecurityGroup> Groups { get; } = [];

        public List<NetworkInterface> Interfaces { get; } = [];

        /// <summary>Ids of things that a route of this VPC can lead to.</summary>
        public List<RouteTarget> Exits { get; } = [];

        public InternetGateway? Gateway { get; set; }

        public VpnGateway? Vpn { get; set; }

        public List<(VpcPeering Peering, Net Other)> Peerings { get; } = [];
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    private T Any<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private void MakeAll()
    {
        MakeOutside();
        var count = random.Next(1, 4);
        for (var i = 0; i < count; i++) MakeNet(i == 0 ? Home : Any(Elsewhere));
        foreach (var net in nets) MakeGateways(net);
        MakePeerings();
        foreach (var net in nets) MakeGroups(net);
        foreach (var net in nets) MakeAcls(net);
        foreach (var net in nets) MakeHosts(net);
        foreach (var net in nets) MakeNats(net);
        foreach (var net in nets) MakeTables(net);
        foreach (var net in nets) Age(net);
        if (Chance(8)) ZoneFailure.Fail(draft, ZoneFailure.Named(Any(Any(nets).Subnets).Zone));
        foreach (var net in nets) MakeBalancers(net);
    }

    private void MakeOutside()
    {
        FirstOutside.Lay(draft);
        draft.Put(new OutsideHost { Id = new Id<OutsideHost>("desktop"), Address = Ip.Parse("10.0.0.3"), HomeId = new Id<Home>("home") });
        draft.Put(new OutsideHost { Id = new Id<OutsideHost>("six"), Address = Ip.Parse("2001:db8:ffff::80"), Serves = [443] });
        if (Chance(40)) PublicPools.Set(draft, [Cidr.Parse("50.1.1.0/24")]);
        foreach (var port in (ReadOnlySpan<int>)[22, 8080]) if (Chance(35)) draft.Put(new ExposedPort(new($"{port}"), port));
        if (Chance(60)) Forward("home", "laptop", "desktop");
        if (!Chance(50)) return;
        var flat = draft.Put(new Home { Id = new Id<Home>("flat"), Block = Cidr.Parse("192.168.1.0/24"), PublicIp = Ip.Parse("198.19.0.20") });
        draft.Put(new OutsideHost { Id = new Id<OutsideHost>("tablet"), Address = Ip.Parse("192.168.1.2"), HomeId = flat.Id });
        if (Chance(60)) Forward("flat", "tablet", "tablet");
    }

    private void Forward(string home, string one, string other)
    {
        var row = draft.Get(new Id<Home>(home));
        draft.Put(row with { Forwards = [new(Protocols.Tcp, 443, new(one), 443), new(Protocols.Tcp, 8080, new(other), 80), new(Protocols.Udp, 53, new(one), 5353)] });
    }

    private void MakeNet(Place place)
    {
        var here = draft.In(place);
        var vpc = Networks.MakeVpc(here, Cidr.Parse(Any(Primaries))) with { State = VpcState.Available, EnableDnsSupport = Chance(85) };
        here.Put(vpc);
        if (Chance(30))
        {
            var state = Chance(65) ? CidrState.Associated : CidrState.Disassociated;
            vpc = here.Put(vpc with { Blocks = vpc.Blocks.Add(new CidrAssociation(here.NewId("vpc-cidr-assoc"), Cidr.Parse(Any(Secondaries)), state)) });
        }
        if (Chance(50)) vpc = Ipv6Blocks.AddTo(here, vpc);
        var net = new Net(place, vpc);
        nets.Add(net);
        var zones = Regions.Of(place.Region).Zones;
        for (var i = random.Next(2, 5); i > 0; i--) MakeSubnet(here, net, Any(zones).Name, i);
    }

    private void MakeSubnet(Draft here, Net net, string zone, int number)
    {
        var blocks = net.Vpc.Cidrs.Where(c => !c.IsV6).ToList();
        var block = Chance(75) ? blocks[0] : Any(blocks);
        var v6 = net.Vpc.Cidrs.Where(c => c.IsV6).ToList();
        ImmutableArray<CidrAssociation> six = v6.Count > 0 && Chance(80)
            ? [new CidrAssociation(here.NewId("subnet-cidr-assoc"), new Cidr(v6[0].First + ((UInt128)number << 64), 64), CidrState.Associated)]
            : [];
        net.Subnets.Add(Networks.MakeSubnet(here, new Subnet
        {
            Id = here.NewId<Subnet>(), VpcId = net.Vpc.Id, Zone = zone, Cidr = new Cidr(block.First + (UInt128)(number << 8), 24), Ipv6Blocks = six,
        }));
    }

    private void MakeGateways(Net net)
    {
        var here = draft.In(net.Place);
        if (Chance(92))
        {
            net.Gateway = here.Put(new InternetGateway { Id = here.NewId<InternetGateway>(), VpcId = net.Vpc.Id });
            net.Exits.Add(new(RouteTargetKind.InternetGateway, net.Gateway.Id.Value));
        }
        if (Chance(40))
        {
            var only = here.Put(new EgressOnlyInternetGateway { Id = here.NewId<EgressOnlyInternetGateway>(), VpcId = net.Vpc.Id });
            net.Exits.Add(new(RouteTargetKind.EgressOnlyInternetGateway, only.Id.Value));
        }
        if (Chance(35)) MakeVpn(here, net);
        if (Chance(25)) MakeEndpoint(here, net);
        if (Chance(8)) here.Put(new InternetGateway { Id = here.NewId<InternetGateway>() });
    }

    private void MakeVpn(Draft here, Net net)
    {
        net.Vpn = here.Put(new VpnGateway
        {
            Id = here.NewId<VpnGateway>(), AmazonSideAsn = 64512, VpcId = net.Vpc.Id, AttachmentState = Chance(85) ? "attached" : "detached",
        });
        net.Exits.Add(new(RouteTargetKind.VpnGateway, net.Vpn.Id.Value));
        var customer = here.Put(new CustomerGateway { Id = here.NewId<CustomerGateway>(), BgpAsn = 65000, Address = Ip.Parse("198.19.9.9") });
        var inside = Any(net.Subnets).Cidr is { } block ? new Cidr(block.First, 25).ToString() : "10.0.2.0/25";
        string[] routes = [inside, "192.168.50.0/24", "10.0.1.0/24", "0.0.0.0/0", "10.200.0.0/16", "10.0.0.0/8"];
        here.Put(new VpnConnection
        {
            Id = here.NewId<VpnConnection>(), CustomerGatewayId = customer.Id, VpnGatewayId = net.Vpn.Id, State = Chance(90) ? "available" : "deleted",
            StaticRoutesOnly = true, StaticRoutes = [.. routes.Where(_ => Chance(45)).Select(Cidr.Parse)], CreateTime = here.Now,
        });
    }

    private void MakeEndpoint(Draft here, Net net)
    {
        var service = here.All<PrefixList>().FirstOrDefault(p => p.OwnerId == "AWS") ?? here.Put(new PrefixList
        {
            Id = here.NewId<PrefixList>(), Name = $"com.amazonaws.{net.Place.Region}.s3", IsV6 = false, MaxEntries = 0, Version = 1, OwnerId = "AWS",
            Entries = [new(Cidr.Parse("52.219.0.0/20"), null), new(Cidr.Parse("3.5.140.0/22"), null)],
        });
        var endpoint = here.Put(new VpcEndpoint
        {
            Id = here.NewId<VpcEndpoint>(), Type = "Gateway", VpcId = net.Vpc.Id, ServiceName = service.Name, State = Chance(90) ? "available" : "deleted", CreateTime = here.Now,
        });
        net.Exits.Add(new(RouteTargetKind.VpcEndpoint, endpoint.Id.Value));
    }

    private void MakePeerings()
    {
        PeeringState[] states = [.. Enumerable.Repeat(PeeringState.Active, 6), PeeringState.PendingAcceptance, PeeringState.Deleted];
        for (var a = 0; a < nets.Count; a++)
        {
            for (var b = a + 1; b < nets.Count; b++)
            {
                if (!Chance(75) || nets[a].Vpc.Cidrs.Any(x => nets[b].Vpc.Cidrs.Any(x.Overlaps))) continue;
                var peering = draft.Put(new VpcPeering
                {
                    Id = draft.NewId<VpcPeering>(),
                    Requester = new PeeringSide(nets[a].Place.Account, nets[a].Place.Region, nets[a].Vpc.Id),
                    Accepter = new PeeringSide(nets[b].Place.Account, nets[b].Place.Region, nets[b].Vpc.Id),
                    State = Any(states), ExpirationTime = draft.Now.AddDays(7),
                });
                nets[a].Peerings.Add((peering, nets[b]));
                nets[b].Peerings.Add((peering, nets[a]));
            }
        }
    }

    /// <summary>What happens to a network over time: things are taken away, and leave black holes behind.</summary>
    private void Age(Net net)
    {
        var here = draft.In(net.Place);
        if (Chance(3) && net.Gateway is { } gateway) here.Put(gateway with { VpcId = null });
        if (Chance(10))
        {
            foreach (var (peering, _) in net.Peerings.Take(1)) draft.Put(peering with { State = PeeringState.Deleted });
        }
        // A primary interface stays with its instance; any other can be taken off.
        if (!Chance(20) || net.Interfaces.LastOrDefault(e => e.Attachment is { DeviceIndex: > 0 }) is not { } eni) return;
        Interfaces.Detach(here, eni);
    }

    private Ip FreshPublicIp()
    {
        var pools = PublicPools.All(draft).ToList();
        return Any(pools).First + (UInt128)(10 + publicAddresses++);
    }
}
