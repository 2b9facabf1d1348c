using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Tests.Spec;
using Xunit;

namespace Haneul.Tests.Kernel;

/// <summary>
/// Which flows end with the rule that admitted them: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html#untracked-connections
/// </summary>
public sealed class TrackingTests
{
    private static readonly Ip Host = Ip.Parse("10.0.0.5"), Peer = Ip.Parse("10.0.1.9"), Far = Ip.Parse("198.51.100.7");

    private readonly Sketch sketch = new();
    private readonly Vpc vpc;
    private readonly Subnet subnet;

    public TrackingTests()
    {
        vpc = sketch.Vpc("10.0.0.0/16");
        subnet = sketch.Subnet(vpc, "10.0.0.0/24");
        sketch.Subnet(vpc, "10.0.1.0/24");
    }

    [Theory]
    [InlineData("in tcp 22 0.0.0.0/0", "out all - 0.0.0.0/0", Protocols.Tcp, 22, true)]
    [InlineData("in tcp 22 0.0.0.0/0", "out tcp - 0.0.0.0/0", Protocols.Tcp, 22, true)]
    [InlineData("in all - 0.0.0.0/0", "out all - 0.0.0.0/0", Protocols.Udp, 53, true)]
    [InlineData("in udp 6081 0.0.0.0/0", "out all - 0.0.0.0/0", Protocols.Udp, 6081, true)]
    [InlineData("in udp 6081 10.0.0.0/16", "out all - 0.0.0.0/0", Protocols.Udp, 6081, false)]
    [InlineData("in tcp 22 10.0.1.9/32", "out all - 0.0.0.0/0", Protocols.Tcp, 22, false)]
    [InlineData("in tcp 22 0.0.0.0/0", "out tcp 443 0.0.0.0/0", Protocols.Tcp, 22, false)]
    [InlineData("in tcp 22 0.0.0.0/0", "out udp - 0.0.0.0/0", Protocols.Tcp, 22, false)]
    [InlineData("in tcp 22 0.0.0.0/0", "out all - 10.0.0.0/8", Protocols.Tcp, 22, false)]
    [InlineData("in icmp - 0.0.0.0/0", "out all - 0.0.0.0/0", Protocols.Icmp, 0, false)]
    public void A_flow_ends_with_its_rule_where_it_was_not_tracked(string goes, string stays, int protocol, int port, bool isCut) =>
        Assert.Equal(isCut, Cut(goes, stays, Flow(Peer, Host, protocol, port)));

    [Theory]
    [InlineData("out tcp 443 0.0.0.0/0", "in all - 0.0.0.0/0", true)]
    [InlineData("out tcp 443 0.0.0.0/0", "in tcp 22 0.0.0.0/0", false)]
    public void So_it_is_with_what_the_host_itself_began(string goes, string stays, bool isCut) => Assert.Equal(isCut, Cut(goes, stays, Flow(Host, Peer, Protocols.Tcp, 443)));

    [Fact]
    public void What_another_rule_still_admits_goes_on()
    {
        var group = sketch.Group(vpc, "in tcp 22 0.0.0.0/0", "in tcp 22 10.0.0.0/16", "out all - 0.0.0.0/0");
        sketch.Host(subnet, $"{Host}", group);
        var before = Lowering.Lower(sketch.World);
        sketch.Draft.Put(group with { Rules = [.. group.Rules.Skip(1)] });
        Assert.True(Tracking.Ends(before, Lowering.Lower(sketch.World)).TryGetValue(vpc.Id.Value, out var isCut));
        Assert.False(isCut(Flow(Peer, Host, Protocols.Tcp, 22)));
        Assert.True(isCut(Flow(Far, Host, Protocols.Tcp, 22)));
    }

    [Fact]
    public void What_a_network_balancer_passed_on_is_always_tracked() => Assert.False(Cut("in tcp 80 0.0.0.0/0", "out all - 0.0.0.0/0", Flow(Far, Host, Protocols.Tcp, 80) with { Mark = 7 }));

    [Fact]
    public void What_goes_by_a_NAT_gateway_is_always_tracked()
    {
        var gate = sketch.Subnet(vpc, "10.0.2.0/24");
        sketch.Elastic(sketch.Host(gate, "10.0.2.9"));
        sketch.Route(subnet, "0.0.0.0/0", RouteTargetKind.NatGateway, sketch.Nat(gate, "10.0.2.7").Id.Value);
        Assert.False(Cut("out tcp 443 0.0.0.0/0", "in all - 0.0.0.0/0", Flow(Host, Far, Protocols.Tcp, 443)));
    }

    private bool Cut(string goes, string stays, Connection flow)
    {
        var group = sketch.Group(vpc, goes, stays);
        sketch.Host(subnet, $"{Host}", group);
        var before = Lowering.Lower(sketch.World);
        Assert.DoesNotContain(vpc.Id.Value, Tracking.Ends(before, Lowering.Lower(sketch.World)).Keys);
        sketch.Draft.Put(group with { Rules = [.. group.Rules.Skip(1)] });
        return Tracking.Ends(before, Lowering.Lower(sketch.World)).TryGetValue(vpc.Id.Value, out var isCut) && isCut(flow);
    }

    private static Connection Flow(Ip from, Ip to, int protocol, int port) => new(protocol, new Haneul.Kernel.Tuple(from, 61_000, to, port), new Haneul.Kernel.Tuple(to, port, from, 61_000), "", 30);
}
