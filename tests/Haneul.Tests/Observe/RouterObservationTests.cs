using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Tests.Packets;
using Haneul.Tests.Spec;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Observe;

/// <summary>Real packets in namespaces: what the router counts and tells of them.</summary>
public sealed class RouterObservationTests
{
    private const int Client = 40000;

    [NeedsTool(Tool.Root)]
    public async Task What_passes_is_counted_by_flow_both_ways()
    {
        var sketch = new Sketch();
        var (from, to) = Pair(sketch, "in tcp 443 10.0.1.0/24", "in udp 53 10.0.1.0/24");
        using var seen = new Observed(sketch.World);
        Assert.Equal(Seen.Answered, await seen.SendAsync(from, Packet(from, to, Protocols.Tcp, 443), expected: true));
        Assert.Equal(Seen.Answered, await seen.SendAsync(from, Packet(from, to, Protocols.Udp, 53), expected: true));

        var counts = seen.Reader.Read().Counts;
        var question = counts.Where(c => c.Key is { Protocol: Protocols.Tcp, DestinationPort: 443 }).ToList();
        Assert.Equal(RouterCompiler.DeviceOf(seen.PortOf(from)), seen.Reader.DeviceOf(question[0].Key.In));
        Assert.Equal(RouterCompiler.DeviceOf(seen.PortOf(to)), seen.Reader.DeviceOf(question[0].Key.Out));
        Assert.Contains(question, c => c.Key.Flags == FlowKey.Syn && c.Packets == 1);
        Assert.Contains(counts, c => c.Key is { Protocol: Protocols.Tcp, SourcePort: 443, Flags: FlowKey.Syn | FlowKey.Ack } && c.Packets == 1);
        // A datagram of as many bytes as the probe sends, with its two headers, each way.
        var datagrams = counts.Where(c => c.Key.Protocol == Protocols.Udp).ToList();
        Assert.Equal(2, datagrams.Count);
        Assert.Equal(datagrams[0].Bytes, datagrams[1].Bytes);
        Assert.All(counts, c => Assert.Equal(0u, c.Key.Refusal));
    }

    [NeedsTool(Tool.Root)]
    public async Task What_groups_refuse_is_counted_and_told_with_the_border()
    {
        var sketch = new Sketch();
        var (from, to) = Pair(sketch, "in tcp 443 10.0.1.0/24");
        using var seen = new Observed(sketch.World);
        Assert.Equal(Seen.Silent, await seen.SendAsync(from, Packet(from, to, Protocols.Tcp, 22), expected: false));

        var told = await seen.ToldAsync(p => p.IsRefused);
        Assert.Equal((22, Border.GroupsIn), (told.Flow.DestinationPort, seen.RefusalOf(told.Flow).Border));
        var counted = Assert.Single(seen.Reader.Read().Counts);
        Assert.Equal((Client, 22, Border.GroupsIn), (counted.Key.SourcePort, counted.Key.DestinationPort, seen.RefusalOf(counted.Key).Border));
        Assert.Equal(RouterCompiler.DeviceOf(seen.PortOf(to)), seen.Reader.DeviceOf(counted.Key.Out));
    }

    [NeedsTool(Tool.Root)]
    public async Task An_acl_that_refuses_the_answer_names_its_entry_and_the_question_was_counted()
    {
        var sketch = new Sketch();
        var (from, to) = Pair(sketch, "in tcp 443 10.0.1.0/24");
        var subnet = sketch.World.Everywhere<Subnet>().First(s => s.Row.Id == to.SubnetId).Row;
        var acl = sketch.Acl(subnet, "in 100 allow all - 0.0.0.0/0", "out 90 deny tcp 1024-65535 10.0.1.0/24", "out 100 allow all - 0.0.0.0/0");
        using var seen = new Observed(sketch.World);
        Assert.Equal(Seen.Silent, await seen.SendAsync(from, Packet(from, to, Protocols.Tcp, 443), expected: false));

        var refused = await seen.ToldAsync(p => p.IsRefused);
        Assert.Equal(443, refused.Flow.SourcePort);
        var refusal = seen.RefusalOf(refused.Flow);
        Assert.Equal((Border.AclOut, ReasonSet.Of(Reason.AclEntry(acl.Id.Value, egress: true, 90))), (refusal.Border, refusal.Reasons));
        Assert.Contains(seen.Reader.Read().Counts, c => c.Key is { DestinationPort: 443, Refusal: 0 });
    }

    [NeedsTool(Tool.Root)]
    public async Task What_has_no_route_is_told_though_the_kernel_drops_it_before_any_border()
    {
        var sketch = new Sketch();
        var (from, to) = Pair(sketch, "in tcp 443 10.0.1.0/24");
        using var seen = new Observed(sketch.World);
        foreach (var nowhere in (string[])["60.1.1.1", "10.0.2.99"])
        {
            Assert.Equal(Seen.Silent, await seen.SendAsync(from, Packet(from, to, Protocols.Tcp, 443) with { Destination = Ip.Parse(nowhere) }, expected: false));
            var told = await seen.ToldAsync(p => p.IsRefused && p.Flow.Destination == Ip.Parse(nowhere));
            Assert.Equal((Border.Route, 0), (seen.RefusalOf(told.Flow).Border, told.Flow.Out));
        }
    }

    [NeedsTool(Tool.Root)]
    public async Task IPv6_is_counted_and_refused_alike()
    {
        var sketch = new Sketch();
        var vpc = sketch.Vpc("10.0.0.0/16", v6: true);
        sketch.OpenAclsToV6();
        var to = sketch.Host(sketch.Subnet(vpc, "10.0.2.0/24"), "10.0.2.10", sketch.Group(vpc, "in tcp 443 ::/0", "out all - ::/0"));
        var from = sketch.Host(sketch.Subnet(vpc, "10.0.1.0/24"), "10.0.1.10", sketch.Open(vpc));
        using var seen = new Observed(sketch.World);
        var packet = Packet(from, to, Protocols.Tcp, 443) with { Source = from.Ipv6Addresses[0], Destination = to.Ipv6Addresses[0] };
        Assert.Equal(Seen.Answered, await seen.SendAsync(from, packet, expected: true));
        Assert.Equal(Seen.Silent, await seen.SendAsync(from, packet with { DestinationPort = 80 }, expected: false));
        var counts = seen.Reader.Read().Counts;
        Assert.Contains(counts, c => c.Key is { SourcePort: Client, DestinationPort: 443, Refusal: 0 } && c.Key.Destination == packet.Destination);
        var refused = Assert.Single(counts, c => c.Key is { Protocol: Protocols.Tcp, Refusal: not 0 }).Key;
        Assert.Equal((packet.Source, 80, Border.GroupsIn), (refused.Source, refused.DestinationPort, seen.RefusalOf(refused).Border));
    }

    [NeedsTool(Tool.Root)]
    public async Task A_router_that_is_not_observed_counts_only_what_it_refuses()
    {
        var sketch = new Sketch();
        var (from, to) = Pair(sketch, "in tcp 443 10.0.1.0/24");
        using var seen = new Observed(sketch.World, isObserved: false);
        Assert.Equal(Seen.Answered, await seen.SendAsync(from, Packet(from, to, Protocols.Tcp, 443), expected: true));
        Assert.Empty(seen.Reader.Read().Counts);
        Assert.Equal(Seen.Silent, await seen.SendAsync(from, Packet(from, to, Protocols.Tcp, 80), expected: false));
        Assert.Equal(80, Assert.Single(seen.Reader.Read().Counts).Key.DestinationPort);
    }

    /// <summary>Two hosts in two subnets; the second one's group has these rules.</summary>
    private static (NetworkInterface From, NetworkInterface To) Pair(Sketch sketch, params string[] rules)
    {
        var vpc = sketch.Vpc("10.0.0.0/16");
        var to = sketch.Host(sketch.Subnet(vpc, "10.0.2.0/24"), "10.0.2.10", sketch.Group(vpc, [.. rules, "out all - 0.0.0.0/0"]));
        return (sketch.Host(sketch.Subnet(vpc, "10.0.1.0/24"), "10.0.1.10", sketch.Open(vpc)), to);
    }

    private static Packet Packet(NetworkInterface from, NetworkInterface to, int protocol, int port) => new()
    {
        Source = from.PrivateIps[0], Destination = to.PrivateIps[0], Protocol = protocol, SourcePort = Client, DestinationPort = port,
    };

    /// <summary>A carried world whose one router is read and listened to.</summary>
    private sealed class Observed : IDisposable
    {
        private readonly CarriedWorld world;
        private readonly Probes probes;
        private readonly RouterLog log;
        private readonly string router;

        public Observed(World drawn, bool isObserved = true)
        {
            world = new CarriedWorld(drawn, isObserved);
            router = world.Net.Routers.Keys.Single();
            Reader = FlowReader.Open(world.Entry, router);
            log = RouterLog.Open(world.Entry, router);
            probes = new Probes(world);
        }

        public FlowReader Reader { get; }

        public Port PortOf(NetworkInterface eni) => world.Net.Ports[eni.Id.Value];

        public Refusal RefusalOf(FlowKey flow) => world.Plan.Namespaces[router].Table?.Refusals[flow.Refusal] ?? throw new InvalidOperationException("The router has no rules");

        public Task<Seen> SendAsync(NetworkInterface from, Packet packet, bool expected) => probes.SendAsync(from.Attachment?.InstanceId?.Value ?? "", packet, expected);

        public async Task<ToldPacket> ToldAsync(Func<ToldPacket, bool> isIt)
        {
            using var late = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            while (true)
            {
                foreach (var packet in log.Take())
                {
                    if (isIt(packet)) return packet;
                }
                await Task.Delay(5, late.Token);
            }
        }

        public void Dispose()
        {
            probes.Dispose();
            log.Dispose();
            Reader.Dispose();
            world.Dispose();
        }
    }
}
