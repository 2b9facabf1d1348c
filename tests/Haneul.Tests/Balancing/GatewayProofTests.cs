using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Proof;
using Haneul.Tests.Packets;
using Haneul.Tests.Spec;
using Haneul.Tests.Tools;
using Xunit;
using Trace = Haneul.Fabric.Trace;

namespace Haneul.Tests.Balancing;

/// <summary>Real packets go by an endpoint of a gateway balancer as the tracer says, both ways.</summary>
public sealed class GatewayProofTests
{
    private const int Attempts = 4;

    [NeedsTool(Tool.Root)]
    public async Task Packets_pass_the_endpoint_as_foretold_both_ways()
    {
        var drawn = new DrawnGateway();
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var plane = new CarriedGateway(world, drawn.Sketch.World);
        using var appliances = new GeneveAppliances(world, drawn.One, drawn.Two);
        foreach (var (protocol, port) in ((int, int)[])[(Protocols.Tcp, 80), (Protocols.Udp, 53), (Protocols.Tcp, 443)])
        {
            var (predicted, seen, parted) = await Observed(world, drawn, protocol, port, expects: true);
            Assert.True(parted is null, Told(parted));
            Assert.True(predicted.Reachable && seen.Reachable);
            foreach (var way in (ValueList<Step>[])[seen.Forward, seen.Return]) Assert.Equal(drawn.Endpoint.Id.Value, Assert.Single(way, s => s.Kind == StepKind.Appliances).At.Id);
        }
    }

    [NeedsTool(Tool.Root)]
    public async Task An_appliance_that_keeps_a_packet_is_seen_to_end_its_way()
    {
        var drawn = new DrawnGateway();
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var plane = new CarriedGateway(world, drawn.Sketch.World);
        var (predicted, seen, parted) = await Observed(world, drawn, Protocols.Tcp, 80, expects: false);
        Assert.True(predicted.Reachable);
        Assert.Equal((StepKind.Appliances, StepKind.Appliances), (parted?.Predicted?.Kind, parted?.Observed?.Kind));
        Assert.Equal((Decision.Stopped, drawn.Endpoint.Id.Value), (seen.Forward[^1].Decision, seen.Forward[^1].At.Id));
    }

    [NeedsTool(Tool.Root)]
    public async Task What_stops_it_between_balancer_and_appliance_is_told_by_the_prediction()
    {
        var drawn = new DrawnGateway();
        drawn.Sketch.Draft.Put(drawn.Guard with { Rules = [.. drawn.Guard.Rules.Where(r => r.FromPort != GatewayBalancing.Port)] });
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var plane = new CarriedGateway(world, drawn.Sketch.World);
        using var appliances = new GeneveAppliances(world, drawn.One, drawn.Two);
        var (predicted, seen, parted) = await Observed(world, drawn, Protocols.Tcp, 80, expects: false);
        Assert.True(parted is null, Told(parted));
        Assert.False(predicted.Reachable || seen.Reachable);
    }

    private static async Task<(Trace Predicted, Trace Seen, PathDifference? Parted)> Observed(CarriedWorld world, DrawnGateway drawn, int protocol, int port, bool expects)
    {
        var predicted = Tracer.Trace(world.Net, new Question
        {
            Source = PathEnd.Interface(drawn.Client.Id), Destination = PathEnd.Interface(drawn.Server.Id), Protocol = protocol, SourcePort = 40_000 + port, DestinationPort = port,
        });
        var from = world.NamespaceOf(predicted.From) ?? throw new InvalidOperationException("The client does not run");
        using var proved = new ProvedWorld(world);
        var seen = Seen();
        for (var attempt = 1; attempt < Attempts && expects && PathComparison.Between(predicted, seen).Difference is not null; attempt++)
        {
            // A new device carries nothing for a moment.
            await world.ForgetFlows();
            seen = Seen();
        }
        return (predicted, seen, PathComparison.Between(predicted, seen).Difference);

        Trace Seen() => Assert.Single(proved.Observe([(from, predicted)]));
    }

    private static string Told(PathDifference? parted) => parted is null ? "" : $"{parted.What} at {parted.Direction} {parted.Number}: {Told(parted.Predicted)} | {Told(parted.Observed)}";

    private static string Told(Step? step) => step is null ? "-" : $"{step.Kind} {step.At} {step.Decision} [{step.Reasons}] {step.Before} => {step.After} {step.Code}";
}
