using Haneul.Fabric;
using Haneul.Flows;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Tests.Spec;
using Xunit;

namespace Haneul.Tests.Flows;

/// <summary>Counted flows in, records out, with a clock handed in.</summary>
public sealed class FlowLogBookTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Refusal ByGroup = new(Border.GroupsIn, ReasonSet.Of(Reason.GroupDeny("sg-1")));
    private static readonly IReadOnlyList<string> Standard = FlowLogField.In(FlowLog.StandardFormat) ?? [];

    private readonly Port one, other;
    private readonly FlowLogBook book = new();

    public FlowLogBookTests()
    {
        var sketch = new Sketch();
        var vpc = sketch.Vpc("10.0.0.0/16");
        var subnet = sketch.Subnet(vpc, "10.0.1.0/24");
        var (a, b) = (sketch.Host(subnet, "10.0.1.10", sketch.Open(vpc)), sketch.Host(subnet, "10.0.1.20", sketch.Open(vpc)));
        var net = Lowering.Lower(sketch.World);
        (one, other) = (net.Ports[a.Id.Value], net.Ports[b.Id.Value]);
    }

    [Fact]
    public void A_window_ends_at_a_whole_minute_and_what_was_counted_in_it_is_one_record_for_each_flow()
    {
        Learn(Noon + Seconds(5), Log(one.Id));
        book.Add(Seen(one, 40000, packets: 2, from: 10));
        book.Add(Seen(one, 40000, packets: 3, from: 20));
        book.Add(Seen(one, 40001, packets: 1, from: 30));
        Assert.Empty(book.Close(Noon + Seconds(59), early: false));
        var records = book.Close(Noon + Seconds(60), early: false);
        Assert.Equal(
            [
                $"2 000000000000 {one.Id} 10.0.1.10 10.0.1.20 40000 22 6 5 500 {At(10)} {At(21)} ACCEPT OK",
                $"2 000000000000 {one.Id} 10.0.1.10 10.0.1.20 40001 22 6 1 100 {At(30)} {At(31)} ACCEPT OK",
            ],
            records.Select(r => r.Line(Standard)));
    }

    [Fact]
    public void Ten_minutes_end_at_ten_minutes_of_the_clock()
    {
        Learn(Noon + Seconds(130), Log(one.Id) with { IntervalSeconds = 600 });
        Assert.Empty(book.Close(Noon + Seconds(599), early: false));
        var record = Assert.Single(book.Close(Noon + Seconds(600), early: false));
        Assert.Equal((LogStatus.NoData, Noon + Seconds(130), Noon + Seconds(600)), (record.Status, record.Start, record.End));
    }

    [Fact]
    public void A_window_without_traffic_is_NODATA_for_each_interface()
    {
        Learn(Noon, Log(one.Router.Id));
        book.Add(Seen(one, 40000, packets: 1, from: 10));
        var records = book.Close(Noon + Seconds(60), early: false);
        Assert.Contains(records, r => r.Line(Standard) == $"2 000000000000 {other.Id} - - - - - - - {At(0)} {At(60)} - NODATA");
        Assert.Single(records, r => r.Port == one && r.Status == LogStatus.Ok);
    }

    [Theory]
    [InlineData("ACCEPT", "ACCEPT")]
    [InlineData("REJECT", "REJECT")]
    [InlineData("ALL", "ACCEPT REJECT")]
    public void The_traffic_type_chooses_and_what_AWS_logs_not_is_never_chosen(string type, string actions)
    {
        Learn(Noon, Log(one.Id) with { TrafficType = type });
        book.Add(Seen(one, 40000, packets: 1, from: 10));
        book.Add(Seen(one, 40001, packets: 1, from: 10, ByGroup));
        book.Add(Seen(one, 40002, packets: 1, from: 10, new Refusal(Border.Route, ReasonSet.None)));
        var words = book.Close(Noon + Seconds(60), early: false).Select(r => r.Line(["action"]));
        Assert.Equal(actions.Split(' '), words.Order());
    }

    [Fact]
    public void What_found_no_room_makes_SKIPDATA_beside_what_was_counted()
    {
        Learn(Noon, Log(one.Router.Id));
        book.Add(Seen(one, 40000, packets: 1, from: 10));
        book.Skip(one.Router.Id);
        Assert.Equal(["OK", "SKIPDATA", "SKIPDATA"], book.Close(Noon + Seconds(60), early: false).Select(r => r.Line(["log-status"])).Order());
        Learn(Noon + Seconds(60), Log(one.Router.Id));
        Assert.Equal(["NODATA", "NODATA"], book.Close(Noon + Seconds(120), early: false).Select(r => r.Line(["log-status"])));
    }

    [Fact]
    public void A_log_that_is_older_than_this_Haneul_begins_with_SKIPDATA()
    {
        book.Learn([Log(one.Id) with { CreateTime = Noon - Seconds(100) }], [one, other], Noon, resumed: Noon);
        Assert.Equal(["SKIPDATA"], book.Close(Noon + Seconds(60), early: false).Select(r => r.Line(["log-status"])));
    }

    [Fact]
    public void A_window_that_is_closed_early_ends_now_and_the_next_one_at_the_minute()
    {
        Learn(Noon, Log(one.Id));
        Assert.Equal(Noon + Seconds(20), Assert.Single(book.Close(Noon + Seconds(20), early: true)).End);
        Learn(Noon + Seconds(20), Log(one.Id));
        var next = Assert.Single(book.Close(Noon + Seconds(60), early: false));
        Assert.Equal((Noon + Seconds(20), Noon + Seconds(60)), (next.Start, next.End));
    }

    [Fact]
    public void More_flows_than_a_window_holds_are_skipped_and_said()
    {
        Learn(Noon, Log(one.Id));
        for (var i = 0; i <= FlowLogBook.MostFlows; i++)
        {
            var flow = Seen(one, i % 60_000, packets: 1, from: 1);
            book.Add(flow with { Seen = flow.Seen with { Destination = Ip.Parse("10.0.2.0") + (UInt128)(i / 60_000) } });
        }
        var records = book.Close(Noon + Seconds(60), early: false);
        Assert.Equal((FlowLogBook.MostFlows, 1), (records.Count(r => r.Status == LogStatus.Ok), records.Count(r => r.Status == LogStatus.SkipData)));
    }

    [Fact]
    public void A_custom_format_has_its_fields_in_its_order_and_the_highest_version_of_them()
    {
        var fields = FlowLogField.In("${pkt-dstaddr} ${dstaddr} ${version} ${tcp-flags} ${type} ${flow-direction} ${traffic-path} ${vpc-id} ${sublocation-type}") ?? [];
        Learn(Noon, Log(one.Id));
        // To an address that is not the interface's own: it is told by its primary address.
        var flow = Seen(one, 40000, packets: 1, from: 1);
        book.Add(flow with { Flags = 19, Seen = flow.Seen with { IsEgress = false, Destination = Ip.Parse("60.1.1.1"), Way = FlowSeen.ByInternetGateway } });
        Assert.Equal([$"60.1.1.1 10.0.1.10 5 19 IPv4 ingress - {one.Router.Id} -"], book.Close(Noon + Seconds(60), early: false).Select(r => r.Line(fields)));
        Assert.Null(FlowLogField.In("${srcaddr} ${nonsense}"));
        Assert.Equal(3, FlowLogField.VersionOf(["srcaddr", "vpc-id"]));
    }

    private static TimeSpan Seconds(int count) => TimeSpan.FromSeconds(count);

    private static long At(int seconds) => (Noon + Seconds(seconds)).ToUnixTimeSeconds();

    private void Learn(DateTimeOffset now, FlowLog log) => book.Learn([log], [one, other], now, resumed: Noon - Seconds(1000));

    private static FlowLog Log(string resource) => new()
    {
        Id = new Id<FlowLog>("fl-1"), ResourceId = resource, TrafficType = "ALL", DestinationType = "cloud-watch-logs", Destination = "", CreateTime = Noon - Seconds(500), IntervalSeconds = 60,
    };

    private FlowCounted Seen(Port port, int sourcePort, ulong packets, int from, Refusal? refusal = null) => new(
        new FlowSeen(port.Router.Id, port.Id, IsEgress: true, one.V4[0], other.V4[0], Protocols.Tcp, sourcePort, 22, FlowSeen.WithinVpc, refusal), packets, packets * 100, 0, Noon + Seconds(from), Noon + Seconds(from + 1));
}
