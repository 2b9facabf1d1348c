using Haneul.Fabric;
using Haneul.Model;
using Haneul.Tests.Spec;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>What the tracer says of paths through gateway balancers.</summary>
public sealed class GatewayTraceTests
{
    [Fact]
    public void Both_ways_pass_the_endpoint_and_an_appliance()
    {
        var trace = Asked(new DrawnGateway());
        Assert.True(trace.Reachable);
        foreach (var way in (ValueList<Step>[])[trace.Forward, trace.Return]) Assert.Single(way, s => s.Kind == StepKind.Appliances);
    }

    [Fact]
    public void An_appliance_that_does_not_admit_GENEVE_stops_the_packet_and_the_rule_that_lacks_is_told()
    {
        var drawn = new DrawnGateway();
        drawn.Sketch.Draft.Put(drawn.Guard with { Rules = [.. drawn.Guard.Rules.Where(r => r.FromPort != 6081)] });
        var trace = Asked(drawn);
        Assert.False(trace.Reachable);
        var blocker = trace.Blockers.First();
        Assert.Equal((ExplanationCode.GroupRulesMismatch, drawn.One.Id.Value), (blocker.Code, blocker.At.Id));
        Assert.Equal(6081, blocker.Packet.DestinationPort);
    }

    [Fact]
    public void Without_targets_in_the_zone_nothing_passes()
    {
        var drawn = new DrawnGateway();
        drawn.Sketch.Draft.Remove(drawn.TargetOne.Id);
        drawn.Sketch.Draft.Remove(drawn.TargetTwo.Id);
        Assert.Equal(ExplanationCode.NoTargetsInZone, Asked(drawn).Blockers.First().Code);
    }

    [Fact]
    public void An_endpoint_that_waits_to_be_accepted_is_a_black_hole()
    {
        var drawn = new DrawnGateway();
        drawn.Sketch.Draft.Put(drawn.Endpoint with { State = "pendingAcceptance" });
        Assert.False(Asked(drawn).Reachable);
    }

    private static Trace Asked(DrawnGateway drawn) => Tracer.Trace(Lowering.Lower(drawn.Sketch.World), new Question
    {
        Source = PathEnd.Interface(drawn.Client.Id), Destination = PathEnd.Interface(drawn.Server.Id), Protocol = Protocols.Tcp, SourcePort = 40_000, DestinationPort = 80,
    });
}
