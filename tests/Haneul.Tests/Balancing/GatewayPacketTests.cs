using Haneul.Balancer;
using Haneul.Model;
using Haneul.Tests.Packets;
using Haneul.Tests.Spec;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>What real packets through a gateway balancer may be: of both families, of every size, in pieces; and how long and by what they are one flow.</summary>
public sealed class GatewayPacketTests
{
    private const int Port = 7000;

    /// <summary>What fills a cable of 1,500 bytes: less the headers of IPv4 (20), IPv6 (40) and UDP (8).</summary>
    private const int Full4 = 1472, Full6 = 1452;

    [NeedsTool(Tool.Root)]
    public async Task IPv6_passes_an_appliance_both_ways_up_to_what_a_cable_takes()
    {
        using var cloud = new Inspected(new DrawnGateway(v6: true));
        foreach (var isStream in (bool[])[true, false])
        {
            using var talk = await cloud.TalkAsync(isStream, v6: true);
            await talk.SayAsync(100);
            await talk.SayAsync(Full6);
        }
        // Hosts may say something in ICMPv6 of their own accord.
        Assert.Equal([FlowKey.Tcp, FlowKey.Udp], cloud.Appliances.Seen.Keys.Where(f => f.IsV6 && IsSpoken(f)).Select(f => f.Protocol).Order());
        Assert.All(cloud.Appliances.Flows.Values, by => Assert.Single(by));
        Assert.All(cloud.Appliances.Directions.Where(d => IsSpoken(d.Key)), way => Assert.Equal(2, way.Value));
        // Fragments of IPv6 are the sender's.
        using var large = await cloud.TalkAsync(isStream: false, v6: true);
        await large.SayAsync(4000);
    }

    private static bool IsSpoken(FlowKey flow) => flow.Protocol is FlowKey.Tcp or FlowKey.Udp;

    [NeedsTool(Tool.Root)]
    public async Task Full_packets_that_nobody_may_cut_and_fragments_pass_unchanged()
    {
        using var cloud = new Inspected(new DrawnGateway());
        using var talk = await cloud.TalkAsync(isStream: false);
        await talk.SayAsync(9000);
        talk.NeverCut();
        await talk.SayAsync(Full4);
        // Fragments are a flow of their own, by addresses and protocol: none of them is at two appliances.
        Assert.Equal([0, Port], cloud.Appliances.Seen.Keys.Select(f => (int)Math.Min(f.LowPort, f.HighPort)).Order());
        Assert.All(cloud.Appliances.Flows.Values, by => Assert.Single(by));
        Assert.Equal((0, 0, 0, 0), cloud.Errors);
    }

    [NeedsToolTheory(Tool.Root)]
    [InlineData("source_ip_dest_ip_proto")]
    [InlineData("source_ip_dest_ip")]
    public async Task With_stickiness_fewer_things_make_a_flow(string type)
    {
        using var cloud = new Inspected(new DrawnGateway(("stickiness.enabled", "true"), ("stickiness.type", type)));
        for (var i = 0; i < 12; i++)
        {
            using var talk = await cloud.TalkAsync(isStream: i % 2 == 0, port: Port + i);
            await talk.SayAsync(10);
        }
        var by = cloud.Appliances.Seen.ToLookup(f => f.Key.Protocol, f => f.Value);
        Assert.All(by, protocol => Assert.Single(protocol.SelectMany(b => b).Distinct()));
        Assert.Equal(12, cloud.Appliances.Seen.Count);
        if (type == "source_ip_dest_ip") Assert.Single(by.SelectMany(b => b).SelectMany(b => b).Distinct());
        Assert.Equal(type == "source_ip_dest_ip" ? 1 : 2, cloud.ActiveFlows);
    }

    [NeedsToolTheory(Tool.Root)]
    [InlineData(true, 350, 350)]
    [InlineData(true, 60, 60)]
    [InlineData(false, 350, 120)]
    public async Task A_flow_stays_with_an_appliance_that_fails_until_it_has_been_idle(bool isStream, int attribute, int idleSeconds)
    {
        var drawn = new DrawnGateway();
        drawn.Sketch.Draft.Put(drawn.Listener with { Attributes = drawn.Listener.Attributes.SetItem("tcp.idle_timeout.seconds", $"{attribute}") });
        var clock = new AdvancedClock();
        using var cloud = new Inspected(drawn, clock);
        using var talk = await cloud.TalkAsync(isStream);
        await talk.SayAsync(10);
        var first = Assert.Single(cloud.Appliances.Flows.Values.Single());
        drawn.Turn(first == "10.1.1.20" ? drawn.TargetOne : drawn.TargetTwo, isHealthy: false);
        cloud.Plane.Serve(drawn.Sketch.World);

        // Half a minute is left for what the test itself does.
        clock.Advance(TimeSpan.FromSeconds(idleSeconds - 30));
        await talk.SayAsync(10);
        clock.Advance(TimeSpan.FromSeconds(idleSeconds - 30));
        await talk.SayAsync(10);
        Assert.Equal(first, Assert.Single(cloud.Appliances.Flows.Values.Single()));

        clock.Advance(TimeSpan.FromSeconds(idleSeconds + 1));
        await Waiting.Until(() => cloud.ActiveFlows == 0, "the flow is forgotten");
        await talk.SayAsync(10);
        Assert.Equal(2, cloud.Appliances.Flows.Values.Single().Count);
    }

    /// <summary>A carried world with its data plane and two appliances.</summary>
    private sealed class Inspected : IDisposable
    {
        private readonly DrawnGateway drawn;
        private readonly CarriedWorld world;

        public Inspected(DrawnGateway drawn, TimeProvider? time = null)
        {
            this.drawn = drawn;
            world = new CarriedWorld(drawn.Sketch.World);
            Plane = new CarriedGateway(world, drawn.Sketch.World, time);
            Appliances = new GeneveAppliances(world, drawn.One, drawn.Two);
        }

        public CarriedGateway Plane { get; }

        public GeneveAppliances Appliances { get; }

        public int ActiveFlows => Assert.Single(Plane.Plane.TakeCounts()).Active;

        /// <summary>Unreadable, strange, unserved, not sent.</summary>
        public (long, long, long, long) Errors => Plane.Plane.CountsOf(drawn.Endpoint.Id.Value) is { } c ? (c.Unreadable, c.Strange, c.Unserved, c.Unsent) : throw new InvalidOperationException("The endpoint is not served");

        public Task<Talk> TalkAsync(bool isStream, bool v6 = false, int port = Port) => Talk.OpenAsync(world, drawn.Client, drawn.Server, isStream, port, v6);

        public void Dispose()
        {
            Appliances.Dispose();
            Plane.Dispose();
            world.Dispose();
        }
    }
}
