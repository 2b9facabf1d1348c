using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>Makes questions by chance about a world, biased to ends that exist and to packets that people send.</summary>
internal sealed class RandomQuestions(World world, Random random)
{
    private static readonly Ip[] Public = [.. new[] { "8.8.8.8", "1.1.1.1", "52.219.0.9", "3.5.140.7", "203.0.113.77", "198.19.255.80", "198.19.255.53" }.Select(Ip.Parse)];
    private static readonly Ip[] Odd = [.. new[] { "10.0.1.200", "10.7.1.9", "192.168.65.9", "172.31.0.9", "100.64.1.7", "169.254.9.9", "224.0.0.5", "198.18.250.1", "198.19.77.7", "192.168.50.9", "127.0.0.1", "50.1.1.250" }.Select(Ip.Parse)];
    private static readonly Ip[] OddSix = [.. new[] { "2001:db8:0:100::dead", "fe80::1", "fd12::1", "2606:4700::1111", "2606:4700::2222", "2001:db8::ff80", "2001:db8::ff53" }.Select(Ip.Parse)];
    private static readonly Ip[] Services = [.. new[] { "169.254.169.253", "169.254.169.254", "169.254.169.123", "fd00:ec2::253", "fd00:ec2::254" }.Select(Ip.Parse)];

    private static readonly int[] ServicePorts = [53, 53, 80, 123];
    private static readonly string[] Names = ["a.example.com", "B.example.com", "www.example.com", "other.org"], Paths = ["/", "/api/1", "/api/12", "/API/1", "/img/a.png", "/some/x"];

    private readonly List<NetworkInterface> enis = [.. world.Rows<NetworkInterface>()];
    private readonly List<OutsideHost> hosts = [.. world.Rows<OutsideHost>()];
    private readonly List<Home> homes = [.. world.Rows<Home>()];
    private readonly List<InternetGateway> gateways = [.. world.Rows<InternetGateway>()];
    private readonly List<(NetworkInterface Eni, LoadBalancer Balancer)> nodes = [.. world.Rows<LoadBalancer>().SelectMany(b => b.Nodes.Select(n => (world.Interface(n.InterfaceId) ?? throw new InvalidOperationException($"no {n.InterfaceId}"), b)))];

    public SpecQuestion Next()
    {
        var dice = random.Next(100);
        if (dice < 72) return FromInterface(Any(enis.Where(e => e.InterfaceType == "interface").ToList()));
        if (dice < 74) return FromMachine(random.Next(5) == 0);
        if (dice < 85 || gateways.Count == 0) return FromHost(Any(hosts));
        var six = random.Next(5) == 0;
        var source = six ? Ip.Parse("2606:4700::9999") : Ip.Parse("203.0.113.9");
        return dice < 95
            ? Ask(new SpecStart.Internet(), source, Inward(six))
            : Ask(new SpecStart.Gateway(Any(gateways).Id), source, Inward(six));
    }

    private T Any<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private SpecQuestion FromInterface(NetworkInterface eni)
    {
        var six = eni.Ipv6Addresses.Length > 0 && random.Next(4) == 0;
        var source = Any(six ? eni.Ipv6Addresses : eni.PrivateIps);
        if (random.Next(25) == 0) source = Any(six ? OddSix : Odd);
        return Ask(new SpecStart.Interface(eni.Id), source, Outward(eni, six));
    }

    private SpecQuestion FromMachine(bool six) => Ask(new SpecStart.Machine(), six ? AddressPools.MachineV6 : AddressPools.Machine, Inward(six));

    private SpecQuestion FromHost(OutsideHost host) => Ask(new SpecStart.Host(host.Id), host.Address, Inward(host.Address.IsV6));

    /// <summary>Where an interface sends to.</summary>
    private Ip Outward(NetworkInterface from, bool six)
    {
        if (nodes.Count > 0 && random.Next(4) == 0 && NodeOf(n => n.VpcId == from.VpcId || IsPeered(n, from), six) is { } node) return node;
        var dice = random.Next(100);
        var near = enis.Where(e => e.Id != from.Id && (e.VpcId == from.VpcId ? dice < 50 : dice >= 40 && (IsPeered(e, from) || dice == 61))).ToList();
        if (dice < 62 && near.Count > 0 && AddressOf(Any(near), six) is { } other) return other;
        if (dice < 70) return Inward(six);
        if (dice < 73) return six ? AddressPools.MachineV6 : AddressPools.Machine;
        if (dice < 77 && !six) return Any(homes).PublicIp;
        if (dice < 82) return Any(hosts.Where(h => h.Address.IsV6 == six).ToList()).Address;
        if (six && dice < 88) return SpecInternet.Nat64.First + Outward(from, six: false).Bits;
        if (dice < 93) return six ? Any(OddSix) : Any(Public);
        if (dice < 97) return Services.Where(s => s.IsV6 == six).OrderBy(_ => random.Next()).First();
        // Somewhere in a VPC's blocks, those that were taken away included.
        if (!six && dice == 98) return Any(Any(world.Rows<Vpc>()).Blocks.Where(b => !b.Block.IsV6).ToList()).Block.First + 265;
        if (!six && dice == 97) return world.VpcOf(from.VpcId).Cidr.Network + 2;
        return six ? Any(OddSix) : Any(Odd);
    }

    /// <summary>Where the outside sends to: mostly what has a public address.</summary>
    private Ip Inward(bool six)
    {
        if (nodes.Count > 0 && random.Next(4) == 0 && NodeOf(n => six || world.PublicFor(n, n.PrivateIps[0]) is not null, six) is { } node) return six ? node : PublicOf(node);
        var dice = random.Next(100);
        if (dice < 5) return six ? Any(OddSix) : Any(Odd);
        if (dice < 9) return Any(hosts.Where(h => h.Address.IsV6 == six).ToList()).Address;
        if (dice < 16 && !six) return Any(homes).PublicIp;
        if (dice < 20) return six ? AddressPools.MachineV6 : AddressPools.Machine;
        if (six) return AddressOf(Any(enis), six) ?? Any(OddSix);
        var open = enis.SelectMany(e => e.PrivateIps.Select(ip => world.PublicFor(e, ip))).OfType<Ip>().ToList();
        if (open.Count > 0 && dice < 95) return Any(open);
        return Any(Any(enis).PrivateIps);
    }

    /// <summary>The address of a balancer's node.</summary>
    private Ip? NodeOf(Func<NetworkInterface, bool> isMeant, bool six) =>
        nodes.Select(n => n.Eni).Where(isMeant).Where(n => !six || n.Ipv6Addresses.Length > 0).ToList() is { Count: > 0 } able ? AddressOf(Any(able), six) : null;

    private Ip PublicOf(Ip inside) => nodes.Where(n => n.Eni.Has(inside)).Select(n => world.PublicFor(n.Eni, inside)).OfType<Ip>().First();

    private bool IsPeered(NetworkInterface one, NetworkInterface other) =>
        world.Rows<VpcPeering>().Any(p => p.Joins(one.VpcId) && p.Joins(other.VpcId));

    private Ip? AddressOf(NetworkInterface eni, bool six)
    {
        var own = six ? eni.Ipv6Addresses : eni.PrivateIps;
        return own.IsEmpty ? null : Any(own);
    }

    /// <summary>The interface that the asker means: mostly one that has the address.</summary>
    private Id<NetworkInterface>? Meant(Ip destination)
    {
        var holders = enis.Where(e => e.Has(destination) || e.PrivateIps.Any(ip => world.PublicFor(e, ip) == destination)).ToList();
        if (random.Next(20) == 0) return Any(enis).Id;
        return holders.Count > 0 ? Any(holders).Id : null;
    }

    private SpecQuestion Ask(SpecStart start, Ip source, Ip destination)
    {
        var dice = random.Next(100);
        var sourcePort = random.Next(5) == 0 ? random.Next(1, 1024) : random.Next(32768, 61000);
        int[] ports = [22, 80, 443, 53, 8080, 443, 443, 3306];
        var packet = dice switch
        {
            < 65 => new SpecPacket(source, destination, SpecPacket.Tcp, sourcePort, Any(ports)),
            < 80 => new SpecPacket(source, destination, SpecPacket.Udp, sourcePort, Any(ports)),
            < 95 => new SpecPacket(source, destination, source.IsV6 ? SpecPacket.IcmpV6 : SpecPacket.Icmp, Type: source.IsV6 ? 128 : 8),
            _ => new SpecPacket(source, destination, 47),
        };
        if (Services.Contains(destination) && random.Next(2) == 0) packet = packet with { Protocol = random.Next(3) == 0 ? SpecPacket.Tcp : SpecPacket.Udp, SourcePort = sourcePort, DestinationPort = Any(ServicePorts), Type = 0 };
        var asked = new SpecQuestion(start, packet, random.Next(8) == 0 ? Meant(destination) : null);
        return nodes.FirstOrDefault(n => n.Eni.Has(destination) || n.Eni.PrivateIps.Any(ip => world.PublicFor(n.Eni, ip) == destination)).Balancer is { } balancer ? AskBalancer(asked, balancer) : asked;
    }

    /// <summary>Mostly at one of its listeners, in its protocol.</summary>
    private SpecQuestion AskBalancer(SpecQuestion asked, LoadBalancer balancer)
    {
        var listeners = world.Rows<Listener>().Where(l => l.BalancerId == balancer.Id).ToList();
        var packet = asked.Packet;
        if (listeners.Count > 0 && random.Next(8) > 0)
        {
            var listener = Any(listeners);
            var protocol = listener.Protocol switch { BalancerProtocol.Udp => SpecPacket.Udp, BalancerProtocol.TcpUdp when random.Next(2) == 0 => SpecPacket.Udp, _ => SpecPacket.Tcp };
            packet = packet with { Protocol = protocol, DestinationPort = listener.Port, SourcePort = packet.HasPorts ? packet.SourcePort : random.Next(32768, 61000), Type = 0 };
        }
        var http = balancer.Type == BalancerType.Application && random.Next(4) > 0 ? new SpecRequest(Any(Names), Any(Paths)) : null;
        return asked with { Packet = packet, Http = http, Pick = random.Next(1000) };
    }
}
