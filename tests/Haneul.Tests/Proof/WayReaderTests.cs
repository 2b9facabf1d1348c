using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Proof;
using Haneul.Tests.Spec;
using Xunit;

namespace Haneul.Tests.Proof;

/// <summary>The path that is put together from the kernel's words, as they were written down: no kernel is needed to read them.</summary>
public sealed class WayReaderTests
{
    private static readonly Cookie Probe = Cookie.Of(1);

    private readonly Sketch sketch = new();
    private readonly Network net;
    private readonly KernelPlan plan;
    private readonly Trace predicted;
    private readonly VisitBook book;
    private readonly (string Asker, string Asked) device;
    private readonly string vpc, table;
    private uint packets;

    public WayReaderTests()
    {
        var made = sketch.Vpc("10.0.0.0/16");
        var (near, far) = (sketch.Subnet(made, "10.0.1.0/24"), sketch.Subnet(made, "10.0.2.0/24"));
        var open = sketch.Group(made, "out all - 0.0.0.0/0");
        var (one, other) = (sketch.Group(made, "in tcp 22 10.0.1.0/24"), sketch.Group(made, "in tcp 22 0.0.0.0/0"));
        sketch.Acl(far, "in 90 deny tcp 23 0.0.0.0/0", "in 100 allow tcp 22 0.0.0.0/0", "out 100 allow tcp 1024-65535 0.0.0.0/0");
        var (asker, asked) = (sketch.Host(near, "10.0.1.10", open), sketch.Host(far, "10.0.2.10", one, other));
        net = Lowering.Lower(sketch.World);
        plan = PlanCompiler.Compile(net, null);
        plan = Presence.Of(plan, plan.Namespaces.Keys.ToHashSet());
        predicted = Tracer.Trace(net, new Question { Source = PathEnd.Interface(asker.Id), Destination = PathEnd.Interface(asked.Id), DestinationPort = 22 });
        vpc = made.Id.Value;
        table = net.Ports[asker.Id.Value].Segment.Table?.Id ?? "";
        device = (RouterCompiler.DeviceOf(net.Ports[asker.Id.Value]), RouterCompiler.DeviceOf(net.Ports[asked.Id.Value]));
        // Devices by number: 1 is the asker's, 2 the other's. Handles count from 1, places from 0.
        book = new VisitBook((_, index) => index switch { 1 => device.Asker, 2 => device.Asked, _ => null }, (_, _, handle) => (int)handle - 1);
    }

    [Fact]
    public void What_the_kernel_told_is_the_predicted_path_when_all_went_as_predicted()
    {
        Tell(Asking("acl-in", 1, NftVerdictCode.Accept));
        Tell(Answering());
        var observed = Observed(isAnswered: true);
        var (difference, leeway) = PathComparison.Between(predicted, observed);
        Assert.True(difference is null, $"{difference}");
        Assert.Empty(leeway);
        Assert.True(predicted.Reachable);
        Assert.Equal(predicted.Forward.Count, observed.Forward.Count);
        Assert.Equal(predicted.Return.Count, observed.Return.Count);
    }

    [Fact]
    public void All_rules_that_admit_decide_though_the_kernel_tells_only_the_first()
    {
        Tell(Asking("acl-in", 1, NftVerdictCode.Accept));
        var admitted = Observed(isAnswered: false).Forward.Single(s => s.Kind == StepKind.GroupIngress);
        Assert.Equal(2, admitted.Reasons.Count);
        Assert.True(admitted.Recovered);
    }

    [Fact]
    public void A_packet_that_an_acl_dropped_parts_from_its_prediction_there()
    {
        Tell(Asking("acl-in", 0, NftVerdictCode.Drop));
        var observed = Observed(isAnswered: false);
        var (difference, _) = PathComparison.Between(predicted, observed);
        Assert.Equal("the decision", difference?.What);
        Assert.Equal(StepKind.AclIngress, difference?.Predicted?.Kind);
        Assert.EndsWith("/in/90", observed.Blockers.Single().Reasons.Single().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_packet_of_which_nothing_was_told_never_left_its_host()
    {
        var (difference, _) = PathComparison.Between(predicted, Observed(isAnswered: false));
        Assert.Equal((Direction.Forward, 1), (difference?.Direction, difference?.Number));
        Assert.Equal((StepKind.Sent, Decision.Stopped), (difference?.Observed?.Kind, difference?.Observed?.Decision));
    }

    [Fact]
    public void A_verdict_that_differs_is_a_difference_though_no_step_is()
    {
        Tell(Asking("acl-in", 1, NftVerdictCode.Accept));
        Tell(Answering());
        Assert.Equal("the answer did not reach the asker", PathComparison.Between(predicted, Observed(isAnswered: false)).Difference?.What);
    }

    private Trace Observed(bool isAnswered) => ObservedPath.Of(new KernelMap(net, plan), book.Of(Probe), predicted, isAnswered);

    private IEnumerable<(string Chain, (string Chain, int? Place, NftVerdictCode Verdict)[] Hits)> Asking(string acl, int place, NftVerdictCode verdict)
    {
        yield return ("arrive", [("arrive", PlaceOf("arrive", "own4"), NftVerdictCode.Accept)]);
        yield return ("forward-groups-out", [.. Union("groups-out", device.Asker), (GroupOf("groups-out", device.Asker), 0, NftVerdictCode.Accept)]);
        yield return ("forward-acl-out", [("forward-acl-out", null, NftVerdictCode.Accept)]);
        yield return ($"forward-{acl}", [($"forward-{acl}", 1, NftVerdictCode.Goto), (AclChain("in"), place, verdict)]);
        if (verdict == NftVerdictCode.Drop) yield break;
        yield return ("forward-groups-in", [("forward-groups-in", 1, NftVerdictCode.Goto), .. Union("groups-in", device.Asked), (GroupOf("groups-in", device.Asked), 0, NftVerdictCode.Accept)]);
        yield return (TraceTable.Left, [(TraceTable.Left, null, NftVerdictCode.Accept)]);
    }

    private IEnumerable<(string Chain, (string Chain, int? Place, NftVerdictCode Verdict)[] Hits)> Answering()
    {
        yield return ("arrive", [("arrive", PlaceOf("arrive", "own4"), NftVerdictCode.Accept)]);
        yield return ("forward-groups-out", [("forward-groups-out", Tracking("forward-groups-out"), NftVerdictCode.Accept)]);
        yield return ("forward-acl-out", [("forward-acl-out", 1, NftVerdictCode.Goto), (AclChain("out"), 0, NftVerdictCode.Accept)]);
        yield return ("forward-acl-in", [("forward-acl-in", null, NftVerdictCode.Accept)]);
        yield return ("forward-groups-in", [("forward-groups-in", 1, NftVerdictCode.Goto), ("groups-in-asked", Tracking("groups-in-asked"), NftVerdictCode.Accept)]);
        yield return (TraceTable.Left, [(TraceTable.Left, null, NftVerdictCode.Accept)]);
    }

    /// <summary>One crossing of the VPC: first the packet comes in.</summary>
    private void Tell(IEnumerable<(string Chain, (string Chain, int? Place, NftVerdictCode Verdict)[] Hits)> runs)
    {
        var isAnswer = ++packets > 1;
        var header = new TracedHeader(isAnswer ? predicted.Packet.Answer() : predicted.Packet, Probe, isAnswer);
        var (@in, @out) = isAnswer ? (2, 1) : (1, 2);
        book.Add([new TraceEvent(vpc, packets, TraceTable.Prefix, TraceTable.Enter, TraceEventKind.Policy, 0, NftVerdictCode.Accept, 0, header, @in, 0)]);
        foreach (var (chain, hits) in runs)
        {
            for (var i = 0; i < hits.Length; i++)
            {
                var (name, place, verdict) = hits[i];
                book.Add([new TraceEvent(
                    vpc, packets, chain == TraceTable.Left ? TraceTable.Prefix : "haneul", name, place is null ? TraceEventKind.Policy : TraceEventKind.Rule, (ulong)(place + 1 ?? 0), verdict,
                    PlanNames.Number(table), i == 0 ? header : null, @in, chain == "arrive" ? 0 : @out)]);
            }
        }
    }

    private NftTable Table => plan.Namespaces[vpc].Table ?? throw new InvalidOperationException();

    private int PlaceOf(string chain, string set) => Table.Chains[chain].Rules.ToList().FindIndex(r => r.Expressions.Any(e => e is NftExpression.Lookup l && l.Set == set));

    /// <summary>The place of the rule that lets pass what is tracked.</summary>
    private int Tracking(string chain) => Table.Chains[chain].Rules.ToList().FindIndex(r => r.Expressions.Any(e => e is NftExpression.Ct) && r.Expressions[^1] is NftExpression.Decide { Verdict.Code: NftVerdictCode.Accept });

    private IEnumerable<(string, int?, NftVerdictCode)> Union(string map, string of) => [(map == "groups-out" ? "forward-groups-out" : "groups-in-asked", PlaceOf(map == "groups-out" ? "forward-groups-out" : "groups-in-asked", map), NftVerdictCode.Jump), (UnionOf(map, of), 0, NftVerdictCode.Jump)];

    private string UnionOf(string map, string of) => Table.Sets[map].Elements[new NftKey(Words.Name(of))].Verdict?.Chain ?? "";

    private string GroupOf(string map, string of) => Table.Chains[UnionOf(map, of)].Rules[0].Expressions.OfType<NftExpression.Decide>().Single().Verdict.Chain ?? "";

    private string AclChain(string way) => Table.Chains.Keys.Single(c => c.StartsWith("acl-", StringComparison.Ordinal) && c.EndsWith($".{way}", StringComparison.Ordinal));
}
