using System.Net;
using System.Net.Sockets;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Tests.Packets;
using Haneul.Tests.Spec;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>Network balancers with real flows: who gets them, as whom, and what health and zones change.</summary>
public sealed class FlowCarryingTests
{
    private const int Port = 80, TargetPort = 8080;

    [NeedsTool(Tool.Root)]
    public async Task Flows_are_spread_over_healthy_targets_which_see_the_client_s_address()
    {
        var drawn = new Drawn();
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var servers = new Servers(world, drawn.One, drawn.Two);
        var seen = await servers.AskAsync(drawn.Client, drawn.NodeA, Port, 40);
        Assert.Equal(["10.0.1.20", "10.0.1.21"], seen.Select(s => s.Server).Distinct().Order());
        Assert.All(seen, s => Assert.Equal("10.0.1.10", s.Client));
    }

    [NeedsTool(Tool.Root)]
    public async Task Without_the_client_s_address_targets_see_the_node()
    {
        var drawn = new Drawn(("preserve_client_ip.enabled", "false"));
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var servers = new Servers(world, drawn.One, drawn.Two);
        Assert.All(await servers.AskAsync(drawn.Client, drawn.NodeA, Port, 10), s => Assert.Equal(drawn.NodeA, s.Client));
        // A target that is its own client is reached then too.
        Assert.Contains(await servers.AskAsync(drawn.One, drawn.NodeA, Port, 20), s => s.Server == "10.0.1.20");
    }

    [NeedsTool(Tool.Root)]
    public async Task A_target_that_asks_itself_by_the_balancer_hears_nothing_while_its_address_is_kept()
    {
        var drawn = new Drawn();
        drawn.Sketch.Draft.Remove(drawn.TargetTwo.Id);
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var servers = new Servers(world, drawn.One);
        Assert.Single(await servers.AskAsync(drawn.Client, drawn.NodeA, Port, 1));
        Assert.False(await servers.OpensAsync(drawn.One, drawn.NodeA, Port, TimeSpan.FromMilliseconds(400)));
    }

    [NeedsTool(Tool.Root)]
    public async Task A_node_uses_targets_of_its_own_zone_until_zones_are_crossed()
    {
        var drawn = new Drawn();
        drawn.Sketch.Target(drawn.Group, drawn.Far.Instance());
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var servers = new Servers(world, drawn.One, drawn.Two, drawn.Far);
        Assert.Equal(["10.0.2.20"], (await servers.AskAsync(drawn.Client, drawn.NodeB, Port, 12)).Select(s => s.Server).Distinct());
        drawn.Sketch.Draft.Put(drawn.Balancer with { Attributes = drawn.Balancer.Attributes.Add("load_balancing.cross_zone.enabled", "true") });
        world.Become(drawn.Sketch.World);
        Assert.Equal(["10.0.1.20", "10.0.1.21", "10.0.2.20"], (await servers.AskAsync(drawn.Client, drawn.NodeB, Port, 60)).Select(s => s.Server).Distinct().Order());
    }

    [NeedsTool(Tool.Root)]
    public async Task A_target_that_turns_unhealthy_gets_nothing_new_and_keeps_what_it_has_if_the_group_says_so()
    {
        var drawn = new Drawn(("target_health_state.unhealthy.connection_termination.enabled", "false"));
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var servers = new Servers(world, drawn.One, drawn.Two);
        using var old = await servers.OpenAsync(drawn.Client, drawn.NodeA, Port, "10.0.1.20");
        drawn.Turn(drawn.TargetOne, isHealthy: false);
        world.Become(drawn.Sketch.World);
        Assert.Equal(["10.0.1.21"], (await servers.AskAsync(drawn.Client, drawn.NodeA, Port, 20)).Select(s => s.Server).Distinct());
        Assert.Equal("10.0.1.20", (await Servers.SayAsync(old)).Server);
        // None is healthy: all are used.
        drawn.Turn(drawn.TargetTwo, isHealthy: false);
        world.Become(drawn.Sketch.World);
        Assert.Equal(["10.0.1.20", "10.0.1.21"], (await servers.AskAsync(drawn.Client, drawn.NodeA, Port, 40)).Select(s => s.Server).Distinct().Order());
    }

    [NeedsTool(Tool.Root)]
    public async Task By_default_what_a_target_has_is_reset_when_it_turns_unhealthy()
    {
        var drawn = new Drawn();
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var servers = new Servers(world, drawn.One, drawn.Two);
        using var old = await servers.OpenAsync(drawn.Client, drawn.NodeA, Port, "10.0.1.20");
        drawn.Turn(drawn.TargetOne, isHealthy: false);
        world.Become(drawn.Sketch.World);
        var reset = await Assert.ThrowsAnyAsync<SocketException>(() => Servers.SayAsync(old));
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
    }

    [NeedsTool(Tool.Root)]
    public async Task With_an_interval_what_an_unhealthy_target_has_is_reset_when_that_is_over()
    {
        var drawn = new Drawn(("target_health_state.unhealthy.connection_termination.enabled", "false"), ("target_health_state.unhealthy.draining_interval_seconds", "30"));
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var servers = new Servers(world, drawn.One, drawn.Two);
        using var old = await servers.OpenAsync(drawn.Client, drawn.NodeA, Port, "10.0.1.20");
        drawn.Sketch.Draft.Put(drawn.TargetOne with { Health = new TargetHealth(TargetHealth.KeepingConnections) });
        world.Become(drawn.Sketch.World);
        Assert.Equal(["10.0.1.21"], (await servers.AskAsync(drawn.Client, drawn.NodeA, Port, 20)).Select(s => s.Server).Distinct());
        Assert.Equal("10.0.1.20", (await Servers.SayAsync(old)).Server);
        drawn.Turn(drawn.TargetOne, isHealthy: false);
        world.Become(drawn.Sketch.World);
        var reset = await Assert.ThrowsAnyAsync<SocketException>(() => Servers.SayAsync(old));
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
    }

    [NeedsTool(Tool.Root)]
    public async Task Datagrams_are_spread_by_flow_and_answered()
    {
        var drawn = new Drawn(BalancerProtocol.Udp);
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var servers = new Servers(world, drawn.One, drawn.Two);
        var seen = new List<Said>();
        for (var i = 0; i < 24; i++) seen.Add(await servers.DatagramAsync(drawn.Client, drawn.NodeA, Port));
        Assert.Equal(["10.0.1.20", "10.0.1.21"], seen.Select(s => s.Server).Distinct().Order());
        Assert.All(seen, s => Assert.Equal("10.0.1.10", s.Client));
    }

    [NeedsTool(Tool.Root)]
    public async Task A_sticky_group_gives_a_client_one_target()
    {
        var drawn = new Drawn(("stickiness.enabled", "true"));
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var servers = new Servers(world, drawn.One, drawn.Two);
        Assert.Single((await servers.AskAsync(drawn.Client, drawn.NodeA, Port, 20)).Select(s => s.Server).Distinct());
    }

    [NeedsTool(Tool.Root)]
    public async Task The_balancer_s_elastic_address_leads_to_targets_that_see_who_asks_from_the_internet()
    {
        var drawn = new Drawn();
        var gateway = drawn.Sketch.InternetGateway(drawn.Vpc);
        drawn.Sketch.MainRoute(drawn.Vpc, "0.0.0.0/0", RouteTargetKind.InternetGateway, gateway.Id.Value);
        var elastic = drawn.Sketch.Elastic(drawn.Sketch.Draft.Get(drawn.Balancer.Nodes[0].InterfaceId));
        var outside = drawn.Sketch.Draft.All<OutsideHost>().First(h => h.HomeId is null);
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var servers = new Servers(world, drawn.One, drawn.Two);
        var seen = await servers.AskAsync(PlanNames.OutsideHost(outside.Id.Value), elastic.ToString(), Port, 20);
        Assert.Equal(["10.0.1.20", "10.0.1.21"], seen.Select(s => s.Server).Distinct().Order());
        Assert.All(seen, s => Assert.Equal(outside.Address.ToString(), s.Client));
    }

    [NeedsTool(Tool.Root)]
    public async Task The_balancer_s_groups_are_asked_before_it_and_a_target_may_admit_its_group_though_it_sees_the_client()
    {
        var drawn = new Drawn(isGuarded: true);
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var servers = new Servers(world, drawn.One, drawn.Two);
        Assert.All(await servers.AskAsync(drawn.Client, drawn.NodeA, Port, 4), s => Assert.Equal("10.0.1.10", s.Client));
        Assert.False(await servers.OpensAsync(drawn.Client, "10.0.1.20", TargetPort, TimeSpan.FromMilliseconds(300)));
        Assert.False(await servers.OpensAsync(drawn.Far.Instance(), drawn.NodeA, Port, TimeSpan.FromMilliseconds(300)));
    }
}
