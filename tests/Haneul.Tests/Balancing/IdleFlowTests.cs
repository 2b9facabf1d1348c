using System.Net;
using System.Net.Sockets;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Tests.Packets;
using Haneul.Tests.Spec;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>Connections through network balancers that say nothing, as the kernel carries them: each listener's time is its own. Shorter times than the API takes, so that they pass.</summary>
public sealed class IdleFlowTests
{
    private const int Brief = 4, BriefPort = 80, LongPort = 81, Default = 350;

    private readonly Drawn drawn = new();

    public IdleFlowTests()
    {
        drawn.Sketch.Draft.Remove(drawn.TargetTwo.Id);
        drawn.Sketch.Listener(drawn.Balancer, BalancerProtocol.Tcp, LongPort, drawn.Group);
        IdleFor(Brief);
    }

    [NeedsTool(Tool.Root)]
    public async Task A_connection_is_reset_when_it_speaks_after_its_own_listener_s_time_and_not_after_another_s()
    {
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var servers = new Servers(world, drawn.One);
        using var longer = await servers.OpenAsync(drawn.Client, drawn.NodeA, LongPort, "10.0.1.20");
        using var brief = await servers.OpenAsync(drawn.Client, drawn.NodeA, BriefPort, "10.0.1.20");
        Assert.InRange(Left(world, LongPort), Brief + 1, Default);
        await ForgottenAsync(world);
        var reset = await Assert.ThrowsAnyAsync<SocketException>(() => Servers.SayAsync(brief));
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
        Assert.Equal("10.0.1.20", (await Servers.SayAsync(longer)).Server);
    }

    [NeedsTool(Tool.Root)]
    public async Task A_target_that_speaks_after_that_time_is_reset_too()
    {
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var listener = world.Entry.In(drawn.One.Instance(), () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        listener.Bind(new IPEndPoint(IPAddress.Any, 8080));
        listener.Listen();
        using var client = world.Entry.In(drawn.Client, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        var taken = listener.AcceptAsync();
        await client.ConnectAsync(IPAddress.Parse(drawn.NodeA), BriefPort);
        using var target = await taken;
        await ForgottenAsync(world);
        await target.SendAsync("late"u8.ToArray());
        var reset = await Assert.ThrowsAnyAsync<SocketException>(() => target.ReceiveAsync(new byte[1]));
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
    }

    [NeedsTool(Tool.Root)]
    public async Task A_connection_keeps_its_time_when_another_daemon_takes_over_and_when_its_listener_gets_another_one()
    {
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var servers = new Servers(world, drawn.One);
        IdleFor(60);
        world.Become(drawn.Sketch.World);
        using var old = await servers.OpenAsync(drawn.Client, drawn.NodeA, BriefPort, "10.0.1.20");
        world.TakeOver();
        await SpeaksWithin(60);
        IdleFor(600);
        world.Become(drawn.Sketch.World);
        await SpeaksWithin(60);
        world.TakeOver();
        await SpeaksWithin(60);
        old.Dispose();
        using var young = await servers.OpenAsync(drawn.Client, drawn.NodeA, BriefPort, "10.0.1.20");
        Assert.InRange(Left(world, BriefPort), Default + 1, 600);

        async Task SpeaksWithin(int seconds)
        {
            Assert.Equal("10.0.1.20", (await Servers.SayAsync(old)).Server);
            Assert.InRange(Left(world, BriefPort), 1, seconds);
        }
    }

    private void IdleFor(int seconds) => drawn.Sketch.Draft.Put(drawn.Listener with { Attributes = drawn.Listener.Attributes.SetItem("tcp.idle_timeout.seconds", $"{seconds}") });

    private Task ForgottenAsync(CarriedWorld world) => Waiting.Until(() => Flows(world, BriefPort).Count == 0, "the connection is forgotten");

    /// <summary>How long the one that is established will still be remembered.</summary>
    private long Left(CarriedWorld world, int port) => Assert.Single(Flows(world, port), c => c.State == "ESTABLISHED").TimeoutSeconds;

    private List<Connection> Flows(CarriedWorld world, int port) =>
        [.. world.Kernel.Connections(PlanNames.BalancerNode(drawn.Balancer.Nodes[0].InterfaceId.Value)).Where(c => c.Asked.DestinationPort == port)];
}
