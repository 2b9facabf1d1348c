using System.Net;
using System.Net.Sockets;
using Haneul.Model;
using Haneul.Tests.Spec;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Packets;

/// <summary>Which hops traceroute sees, as on AWS: no VPC router and no internet gateway, but the NAT gateway.</summary>
public sealed class TimeToLiveTests
{
    private const int Port = 33434;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [NeedsTool(Tool.Root)]
    public async Task A_packet_for_one_hop_reaches_another_subnet_and_a_peered_VPC_in_both_families()
    {
        var sketch = new Sketch();
        var (vpc, other) = (sketch.Vpc("10.0.0.0/16", v6: true), sketch.Vpc("10.1.0.0/16"));
        var from = sketch.Host(sketch.Subnet(vpc, "10.0.1.0/24"), "10.0.1.10", sketch.Open(vpc));
        var near = sketch.Host(sketch.Subnet(vpc, "10.0.2.0/24"), "10.0.2.10", sketch.Open(vpc));
        var far = sketch.Host(sketch.Subnet(other, "10.1.1.0/24"), "10.1.1.10", sketch.Open(other));
        sketch.OpenAclsToV6();
        var peering = sketch.Peering(vpc, other);
        sketch.MainRoute(vpc, "10.1.0.0/16", RouteTargetKind.VpcPeering, peering.Id.Value);
        sketch.MainRoute(other, "10.0.0.0/16", RouteTargetKind.VpcPeering, peering.Id.Value);
        using var world = new CarriedWorld(sketch.World);
        foreach (var (to, address) in new[] { (near, near.PrivateIps[0]), (near, near.Ipv6Addresses[0]), (far, far.PrivateIps[0]) })
        {
            using var ear = Udp(world, InstanceOf(to), address, Port);
            await ArrivesAsync(world, InstanceOf(from), address, ear, hops: 1);
        }
    }

    [NeedsTool(Tool.Root)]
    public async Task Behind_a_NAT_gateway_it_is_the_first_hop_and_the_internet_the_second()
    {
        var sketch = new Sketch();
        var vpc = sketch.Vpc("10.0.0.0/16");
        var from = sketch.Host(sketch.Subnet(vpc, "10.0.1.0/24"), "10.0.1.10", sketch.Open(vpc));
        var front = sketch.Subnet(vpc, "10.0.3.0/24");
        var bare = sketch.Host(front, "10.0.3.10", sketch.Open(vpc));
        sketch.Elastic(bare);
        sketch.Route(front, "0.0.0.0/0", RouteTargetKind.InternetGateway, sketch.InternetGateway(vpc).Id.Value);
        sketch.MainRoute(vpc, "0.0.0.0/0", RouteTargetKind.NatGateway, sketch.Nat(front, "10.0.3.5").Id.Value);
        using var world = new CarriedWorld(sketch.World);
        Assert.Equal("10.0.3.5", await WhoSaysTooFarAsync(world, InstanceOf(from), hops: 1));
        // The router of the internet, whoever it says it is: the gateways before it are not seen.
        var internet = await WhoSaysTooFarAsync(world, InstanceOf(bare), hops: 1);
        Assert.DoesNotContain("10.0.", internet, StringComparison.Ordinal);
        using var ear = Udp(world, Haneul.Kernel.PlanNames.Anyone, Ip.Parse("0.0.0.0"), Port);
        await ArrivesAsync(world, InstanceOf(bare), Ip.Parse("8.8.8.8"), ear, hops: 2);
    }

    private static string InstanceOf(NetworkInterface nic) => nic.Attachment?.InstanceId?.Value ?? "";

    private static Socket Udp(CarriedWorld world, string ns, Ip address, int port) => world.Entry.In(ns, () =>
    {
        var socket = new Socket(address.IsV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(address.ToString()), port));
        return socket;
    });

    /// <summary>Sends until one arrives (a new device carries nothing for a moment).</summary>
    private static async Task ArrivesAsync(CarriedWorld world, string from, Ip to, Socket ear, int hops)
    {
        using var mouth = Udp(world, from, to.IsV6 ? Ip.Parse("::") : Ip.Parse("0.0.0.0"), 0);
        Limit(mouth, to.IsV6, hops);
        var late = DateTime.UtcNow + Patience;
        while (!ear.Poll(TimeSpan.FromMilliseconds(50), SelectMode.SelectRead))
        {
            Assert.True(DateTime.UtcNow < late, $"nothing of {hops} hops arrives at {to}");
            await mouth.SendToAsync(new byte[1], new IPEndPoint(IPAddress.Parse(to.ToString()), Port));
        }
    }

    /// <summary>Who answers "time exceeded" (ICMP type 11, RFC 792) to a packet that may go so many hops.</summary>
    private static async Task<string> WhoSaysTooFarAsync(CarriedWorld world, string from, int hops)
    {
        using var ear = world.Entry.In(from, () =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Icmp);
            socket.Bind(new IPEndPoint(IPAddress.Any, 0));
            return socket;
        });
        using var mouth = Udp(world, from, Ip.Parse("0.0.0.0"), 0);
        Limit(mouth, v6: false, hops);
        var late = DateTime.UtcNow + Patience;
        var buffer = new byte[256];
        while (true)
        {
            Assert.True(DateTime.UtcNow < late, $"nobody says that {hops} hops are too few");
            await mouth.SendToAsync(new byte[1], new IPEndPoint(IPAddress.Parse("8.8.8.8"), Port));
            if (!ear.Poll(TimeSpan.FromMilliseconds(50), SelectMode.SelectRead)) continue;
            var length = ear.Receive(buffer);
            // A raw socket gives the IP header as well, 20 bytes without options.
            if (length > 20 && buffer[20] == 11) return new IPAddress(buffer.AsSpan(12, 4)).ToString();
        }
    }

    private static void Limit(Socket socket, bool v6, int hops)
    {
        // IPPROTO_IPV6, IPV6_UNICAST_HOPS
        if (v6) socket.SetRawSocketOption(41, 16, BitConverter.GetBytes(hops));
        else socket.Ttl = (short)hops;
    }
}
