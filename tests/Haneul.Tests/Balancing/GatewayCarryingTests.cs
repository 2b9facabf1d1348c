using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Haneul.Balancer;
using Haneul.Balancing;
using Haneul.Model;
using Haneul.Tests.Packets;
using Haneul.Tests.Spec;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>Gateway balancers with real packets: from an endpoint to an appliance and back.</summary>
public sealed class GatewayCarryingTests
{
    private const int Port = 8080;

    [NeedsTool(Tool.Root)]
    public async Task Both_ways_of_a_flow_pass_the_same_appliance_and_flows_are_spread()
    {
        var drawn = new DrawnGateway();
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var plane = new CarriedGateway(world, drawn.Sketch.World);
        using var appliances = new GeneveAppliances(world, drawn.One, drawn.Two);
        using var servers = new Servers(world, drawn.Server);
        var seen = await servers.AskAsync(drawn.Client, "10.0.2.20", Port, 16);
        Assert.All(seen, s => Assert.Equal(("10.0.2.20", "10.0.1.10"), (s.Server, s.Client)));
        Assert.Equal(16, appliances.Flows.Count);
        Assert.All(appliances.Flows.Values, by => Assert.Single(by));
        Assert.Equal(2, appliances.Flows.Values.SelectMany(by => by).Distinct().Count());
        Assert.All(appliances.Directions.Values, ways => Assert.Equal(2, ways));
    }

    [NeedsTool(Tool.Root)]
    public async Task Large_transfers_arrive_whole_both_ways()
    {
        var drawn = new DrawnGateway();
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var plane = new CarriedGateway(world, drawn.Sketch.World);
        using var appliances = new GeneveAppliances(world, drawn.One, drawn.Two);
        using var listener = world.Entry.In(drawn.Server.Instance(), () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        listener.Bind(new IPEndPoint(IPAddress.Any, 9000));
        listener.Listen(4);
        using var client = world.Entry.In(drawn.Client.Instance(), () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var bytes = RandomNumberGenerator.GetBytes(1 << 20);
        var accepted = listener.AcceptAsync(late.Token).AsTask();
        await client.ConnectAsync(new IPEndPoint(IPAddress.Parse("10.0.2.20"), 9000), late.Token);
        using var server = await accepted;
        foreach (var (from, to) in ((Socket, Socket)[])[(client, server), (server, client)])
        {
            var sent = SendAsync(from, bytes, late.Token);
            var got = new byte[bytes.Length];
            for (var at = 0; at < got.Length;)
            {
                var count = await to.ReceiveAsync(got.AsMemory(at), late.Token);
                Assert.NotEqual(0, count);
                at += count;
            }
            await sent;
            Assert.Equal(SHA256.HashData(bytes), SHA256.HashData(got));
        }
        var counts = plane.Plane.CountsOf(drawn.Endpoint.Id.Value);
        Assert.Equal((0, 0, 0), (counts?.Unreadable, counts?.Strange, counts?.Unserved));
    }

    [NeedsTool(Tool.Root)]
    public async Task A_failed_appliance_keeps_its_flows_unless_the_group_rebalances()
    {
        var drawn = new DrawnGateway(("target_failover.on_unhealthy", "rebalance"), ("target_failover.on_deregistration", "rebalance"));
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var plane = new CarriedGateway(world, drawn.Sketch.World);
        using var appliances = new GeneveAppliances(world, drawn.One, drawn.Two);
        using var servers = new Servers(world, drawn.Server);
        using var open = await servers.OpenAsync(drawn.Client.Instance(), "10.0.2.20", Port, "10.0.2.20");
        var first = Assert.Single(appliances.Flows.Values.Single());
        // It dies: what it has is lost until the checks say so.
        appliances.Kill(first);
        drawn.Turn(first == "10.1.1.20" ? drawn.TargetOne : drawn.TargetTwo, isHealthy: false);
        plane.Serve(drawn.Sketch.World);
        Assert.Equal("10.0.2.20", (await Servers.SayAsync(open)).Server);
        Assert.Equal(2, appliances.Flows.Values.Single().Count);
        Assert.Equal(1, plane.Plane.CountsOf(drawn.Endpoint.Id.Value)?.Moved);
    }

    [NeedsTool(Tool.Root)]
    public async Task Without_an_appliance_nothing_passes_and_what_nobody_asked_for_does_not_come_in()
    {
        var drawn = new DrawnGateway();
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var plane = new CarriedGateway(world, drawn.Sketch.World);
        using var servers = new Servers(world, drawn.Server);
        Assert.False(await servers.OpensAsync(drawn.Client, "10.0.2.20", Port, TimeSpan.FromMilliseconds(400)));
        // An appliance that makes up a flow: the cookie is not that of the packet.
        using var liar = world.Entry.In(drawn.One.Instance(), () => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        var packet = new byte[Geneve.HeaderLength + 60];
        Geneve.Write(packet, new GeneveTags(GatewayEndpoint.NumberOf(drawn.Endpoint.Id.Value), GatewayEndpoint.NumberOf(drawn.Endpoint.InterfaceIds[0].Value), 7), carriesV6: false);
        RawPackets.Udp4("10.0.1.10", "10.0.2.20", 5, 6, 60).CopyTo(packet, Geneve.HeaderLength);
        await Waiting.Until(() =>
        {
            liar.SendTo(packet, new IPEndPoint(IPAddress.Parse("10.1.1.50"), Geneve.Port));
            return plane.Plane.CountsOf(drawn.Endpoint.Id.Value)?.Strange > 0;
        }, "what it sent is counted as strange");
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes, cancel)..];
    }
}
