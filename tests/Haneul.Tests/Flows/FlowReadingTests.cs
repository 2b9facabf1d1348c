using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Tests.Spec;
using Xunit;

namespace Haneul.Tests.Flows;

/// <summary>What a router's counts mean for its interfaces.</summary>
public sealed class FlowReadingTests
{
    private readonly NetworkInterface from, to;
    private readonly FlowReading reading;
    private readonly NftTable table;
    private readonly Network net;

    public FlowReadingTests()
    {
        var sketch = new Sketch();
        var vpc = sketch.Vpc("10.0.0.0/16");
        from = sketch.Host(sketch.Subnet(vpc, "10.0.1.0/24"), "10.0.1.10", sketch.Open(vpc));
        var subnet = sketch.Subnet(vpc, "10.0.2.0/24");
        to = sketch.Host(subnet, "10.0.2.10", sketch.Open(vpc));
        sketch.Acl(subnet, "in 90 deny tcp 22 0.0.0.0/0", "in 100 allow all - 0.0.0.0/0", "out 100 allow all - 0.0.0.0/0");
        sketch.InternetGateway(vpc);
        net = Lowering.Lower(sketch.World);
        table = PlanCompiler.Compile(net, null).Namespaces[vpc.Id.Value].Table ?? throw new InvalidOperationException("A VPC has a table");
        reading = new FlowReading(vpc.Id.Value);
        reading.Learn(net, table);
    }

    [Fact]
    public void A_flow_within_the_VPC_leaves_one_interface_and_comes_to_another()
    {
        var seen = reading.Read(Flow(0), Device(from), Device(to));
        Assert.Equal([(from.Id.Value, true, FlowSeen.WithinVpc), (to.Id.Value, false, FlowSeen.WithinVpc)], seen.Select(s => (s.PortId, s.IsEgress, s.Way)));
        Assert.All(seen, s => Assert.Null(s.Refusal));
    }

    [Fact]
    public void What_is_refused_on_its_way_in_was_accepted_at_its_senders_interface()
    {
        var seen = reading.Read(Flow(MarkOf(Border.AclIn)), Device(from), Device(to));
        Assert.Equal([(from.Id.Value, false), (to.Id.Value, true)], seen.Select(s => (s.PortId, s.IsRejected)));
        Assert.StartsWith("acl-", $"{seen[1].Refusal?.Reasons}", StringComparison.Ordinal);
        Assert.EndsWith("/in/90", seen[1].Refusal?.Reasons.First().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_refused_on_its_way_out_concerns_its_sender_alone()
    {
        var seen = Assert.Single(reading.Read(Flow(MarkOf(Border.GroupsOut)), Device(from), Device(to)));
        Assert.Equal((from.Id.Value, true, true), (seen.PortId, seen.IsEgress, seen.IsRejected));
        Assert.Equal(ReasonSet.Of(Reason.GroupDeny(from.GroupIds[0].Value)), seen.Refusal?.Reasons);
    }

    [Fact]
    public void What_has_no_route_is_a_drop_that_AWS_does_not_log()
    {
        var seen = Assert.Single(reading.Read(Flow(MarkOf(Border.Route)), Device(from), null));
        Assert.Equal((from.Id.Value, false), (seen.PortId, seen.IsRejected));
        Assert.NotNull(seen.Refusal);
    }

    [Fact]
    public void What_goes_to_the_internet_says_so()
    {
        var seen = Assert.Single(reading.Read(Flow(0), Device(from), "igw"));
        Assert.Equal((true, FlowSeen.ByInternetGateway), (seen.IsEgress, seen.Way));
    }

    [Theory]
    [InlineData("10.0.0.2", 53)]
    [InlineData("169.254.169.253", 53)]
    [InlineData("169.254.169.254", 80)]
    [InlineData("169.254.169.123", 123)]
    [InlineData("10.0.1.1", 80)]
    [InlineData("10.0.2.1", 80)]
    [InlineData("224.0.0.251", 5353)]
    [InlineData("255.255.255.255", 67)]
    public void What_AWS_does_not_log_is_not_seen(string destination, int port) =>
        Assert.Empty(reading.Read(Flow(0) with { Destination = Ip.Parse(destination), DestinationPort = port, Protocol = Protocols.Udp }, Device(from), null));

    [Fact]
    public void An_interface_that_is_gone_is_still_known_when_what_it_saw_is_read()
    {
        reading.Learn(Lowering.Lower(World.Empty), null);
        Assert.Equal(2, reading.Read(Flow(0), Device(from), Device(to)).Count);
    }

    private static FlowKey Flow(uint refusal) => new(1, 2, Ip.Parse("10.0.1.10"), Ip.Parse("10.0.2.10"), Protocols.Tcp, 40000, 22, FlowKey.Syn, refusal);

    private string Device(NetworkInterface eni) => RouterCompiler.DeviceOf(net.Ports[eni.Id.Value]);

    private uint MarkOf(Border border) => table.Refusals.First(r => r.Value.Border == border && !$"{r.Value.Reasons}".EndsWith('*')).Key;
}
