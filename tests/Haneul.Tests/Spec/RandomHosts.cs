using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>Instances, their interfaces and addresses, NAT gateways.</summary>
internal sealed partial class RandomWorld
{
    private static readonly InstanceState[] States =
        [.. Enumerable.Repeat(InstanceState.Running, 60), InstanceState.Stopped, InstanceState.Pending];

    private void MakeHosts(Net net)
    {
        var here = draft.In(net.Place);
        for (var i = random.Next(3, 8); i > 0; i--)
        {
            var subnet = Any(net.Subnets);
            var id = here.NewId<Instance>();
            var isAppliance = Chance(25);
            var enis = Enumerable.Range(0, Chance(15) ? 2 : 1).Select(n => MakeInterface(here, net, n == 0 ? subnet : Any(net.Subnets.Where(s => s.Zone == subnet.Zone).ToList()), id, n, isAppliance)).ToList();
            here.Put(new Instance
            {
                Id = id, ReservationId = here.NewId("r"), ImageId = "ami-1", InstanceType = "t3.micro", State = enis[0].LentPublicIp is null ? Any(States) : InstanceState.Running, LaunchTime = here.Now,
                Zone = subnet.Zone, VpcId = net.Vpc.Id, SubnetId = subnet.Id, InterfaceIds = [.. enis.Select(e => e.Id)],
            });
            if (isAppliance && Chance(60)) here.Tag(id.Value, [new("haneul:forwarding", Any(["router", "masquerade", "masquerade", "none"]))]);
        }
        if (Chance(8)) MakeInterface(here, net, Any(net.Subnets), null, 0, Chance(30));
        if (Chance(20)) here.Put(new ElasticAddress { Id = here.NewId<ElasticAddress>(), PublicIp = FreshPublicIp() });
    }

    private NetworkInterface MakeInterface(Draft here, Net net, Subnet subnet, Id<Instance>? instance, int index, bool isAppliance)
    {
        var v4 = ImmutableArray<Ip>.Empty;
        for (var n = Chance(20) ? random.Next(2, 4) : 1; n > 0; n--) v4 = v4.Add(FreshAddress(net, subnet, v4));
        var v6 = subnet.Ipv6Blocks.Where(_ => Chance(75)).Select(b => b.Block.First + (UInt128)(16 + net.Interfaces.Count)).ToImmutableArray();
        var eni = here.Put(new NetworkInterface
        {
            Id = here.NewId<NetworkInterface>(), VpcId = net.Vpc.Id, SubnetId = subnet.Id, Zone = subnet.Zone, MacAddress = "02:00:00:00:00:01",
            PrivateIps = v4, Ipv6Addresses = v6, SourceDestCheck = !isAppliance,
            GroupIds = [.. net.Groups.OrderBy(_ => random.Next()).Take(random.Next(1, 3)).Select(g => g.Id)],
            Attachment = instance is null ? null : new InterfaceAttachment(here.NewId("eni-attach"), instance, index, here.Now) { InstanceOwnerId = net.Place.Account },
        });
        if (index == 0 && instance is not null && Chance(25)) eni = here.Put(eni with { LentPublicIp = FreshPublicIp() });
        foreach (var ip in v4.Where(ip => Chance(25) && (ip != v4[0] || eni.LentPublicIp is null))) Lend(here, eni, ip);
        net.Interfaces.Add(eni);
        return eni;
    }

    private ElasticAddress Lend(Draft here, NetworkInterface eni, Ip privateIp) => here.Put(new ElasticAddress
    {
        Id = here.NewId<ElasticAddress>(), PublicIp = FreshPublicIp(), AssociationId = here.NewId("eipassoc"), InterfaceId = eni.Id, PrivateIp = privateIp,
    });

    private Ip FreshAddress(Net net, Subnet subnet, ImmutableArray<Ip> taken)
    {
        var first = subnet.Cidr is { } block ? block.First : throw new InvalidOperationException("IPv4 subnets only");
        for (var n = 4; ; n++)
        {
            var ip = first + (UInt128)(n * 3 % 250 + 4);
            if (!taken.Contains(ip) && draft.In(net.Place).All<NetworkInterface>().All(e => e.SubnetId != subnet.Id || !e.Has(ip))) return ip;
        }
    }

    private void MakeNats(Net net)
    {
        var here = draft.In(net.Place);
        NatGatewayState[] states = [.. Enumerable.Repeat(NatGatewayState.Available, 12), NatGatewayState.Pending, NatGatewayState.Failed, NatGatewayState.Deleted];
        for (var i = random.Next(0, 3); i > 0; i--)
        {
            var subnet = Any(net.Subnets);
            var id = here.NewId<NatGateway>();
            var ip = FreshAddress(net, subnet, []);
            var eni = here.Put(new NetworkInterface
            {
                Id = here.NewId<NetworkInterface>(), VpcId = net.Vpc.Id, SubnetId = subnet.Id, Zone = subnet.Zone, MacAddress = "02:00:00:00:00:02",
                PrivateIps = [ip], SourceDestCheck = false, InterfaceType = "nat_gateway", RequesterManaged = true, Description = $"Interface for NAT Gateway {id}",
                Attachment = new InterfaceAttachment(here.NewId("eni-attach"), null, 1, here.Now) { InstanceOwnerId = "amazon-aws" },
            });
            var elastic = Chance(75) ? Lend(here, eni, ip) : null;
            here.Put(new NatGateway
            {
                Id = id, VpcId = net.Vpc.Id, SubnetId = subnet.Id, IsPublic = elastic is not null, State = Any(states), CreateTime = here.Now,
                Addresses = [new NatAddress(eni.Id, ip, elastic?.Id) { AssociationId = elastic?.AssociationId, PublicIp = elastic?.PublicIp }],
            });
            net.Exits.Add(new(RouteTargetKind.NatGateway, id.Value));
            if (here.Get(id).State == NatGatewayState.Deleted) Interfaces.Delete(here, eni.Id);
        }
    }
}
