using Haneul.Fabric;
using Haneul.Model;
using Haneul.Proof;
using Haneul.Tests.Packets;
using Haneul.Tests.Spec;
using Haneul.Tests.Tools;
using Xunit;
using Trace = Haneul.Fabric.Trace;

namespace Haneul.Tests.Balancing;

/// <summary>Real packets go through load balancers as the tracer says: every step, header and decider, for the target that was chosen.</summary>
public sealed class FlowProofTests
{
    private const int Attempts = 4;

    [NeedsTool(Tool.Root)]
    public Task Flows_with_the_client_s_address() => Proves(new Drawn());

    [NeedsTool(Tool.Root)]
    public Task Flows_with_the_node_s_address() => Proves(new Drawn(("preserve_client_ip.enabled", "false")));

    [NeedsTool(Tool.Root)]
    public Task Flows_through_groups_that_name_the_balancer_s() => Proves(new Drawn(isGuarded: true));

    [NeedsTool(Tool.Root)]
    public Task Datagrams() => Proves(new Drawn(BalancerProtocol.Udp), Protocols.Udp);

    [NeedsTool(Tool.Root)]
    public async Task Flows_from_the_internet_and_through_ACLs_of_the_node_s_subnet()
    {
        var drawn = new Drawn();
        drawn.Sketch.MainRoute(drawn.Vpc, "0.0.0.0/0", RouteTargetKind.InternetGateway, drawn.Sketch.InternetGateway(drawn.Vpc).Id.Value);
        drawn.Sketch.Elastic(drawn.Sketch.Draft.Get(drawn.Balancer.Nodes[0].InterfaceId));
        drawn.Sketch.Target(drawn.Group, drawn.Far.Instance());
        drawn.Sketch.Draft.Put(drawn.Balancer with { Attributes = drawn.Balancer.Attributes.Add("load_balancing.cross_zone.enabled", "true") });
        var far = drawn.Sketch.Draft.Get(drawn.Far.SubnetId);
        drawn.Sketch.Acl(far, "in 100 allow tcp 8080 0.0.0.0/0", "out 100 allow tcp 1024-65535 10.0.0.0/16", "out 110 deny tcp 1024-65535 0.0.0.0/0");
        await Proves(drawn);
    }

    /// <summary>The connection that the balancer opens for a client, from its node.</summary>
    [NeedsTool(Tool.Root)]
    public void A_node_s_own_connection_by_the_client_s_address()
    {
        var drawn = new Drawn(isGuarded: true);
        drawn.Sketch.Draft.Put(drawn.Listener with { Protocol = BalancerProtocol.Tls });
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var proved = new ProvedWorld(world);
        var asked = Tracer.Trace(world.Net, new Question { Source = PathEnd.Instance(new Id<Instance>(drawn.Client)), Destination = PathEnd.Interface(drawn.Balancer.Nodes[0].InterfaceId), SourcePort = 50_000, DestinationPort = 80 });
        Assert.True(asked.Reachable, Told(asked.Blockers.FirstOrDefault()?.Code));
        var own = asked.Next ?? throw new InvalidOperationException("The balancer opens no connection");
        Assert.Equal(("10.0.1.10", 50_000, 8080), (own.Packet.Source.ToString(), own.Packet.SourcePort, own.Packet.DestinationPort));
        var predicted = Tracer.Trace(world.Net, own.Question with { SourcePort = 50_001 });
        Assert.Contains(predicted.Return, s => s.Kind == StepKind.BalancerReturn);
        var seen = Assert.Single(proved.Observe([(world.NamespaceOf(predicted.From) ?? "", predicted)]));
        Assert.True(Difference(world, predicted, seen) is null, Difference(world, predicted, seen) is { } d ? $"{d.What} at {d.Direction} {d.Number}: {Told(d.Predicted)} | {Told(d.Observed)}" : "");
        Assert.True(seen.Reachable);
    }

    private static string Told(string? code) => code ?? "-";

    /// <summary>From everybody, at the listener's port and another one, several times each.</summary>
    private static async Task Proves(Drawn drawn, int protocol = Protocols.Tcp)
    {
        using var world = new CarriedWorld(drawn.Sketch.World);
        using var proved = new ProvedWorld(world);
        var outside = drawn.Sketch.Draft.All<OutsideHost>().First(h => h.HomeId is null);
        PathEnd[] sources = [PathEnd.Instance(new Id<Instance>(drawn.Client)), PathEnd.Interface(drawn.One.Id), PathEnd.Interface(drawn.Far.Id), PathEnd.Host(outside.Id)];
        var port = 50_000;
        var asked = new List<(string Namespace, Trace Trace)>();
        foreach (var source in sources)
        {
            foreach (var node in drawn.Balancer.Nodes)
            {
                foreach (var to in (int[])[80, 80, 80, 81])
                {
                    var trace = Tracer.Trace(world.Net, new Question { Source = source, Destination = PathEnd.Interface(node.InterfaceId), Protocol = protocol, SourcePort = port++, DestinationPort = to });
                    if (world.NamespaceOf(trace.From) is { } ns && SpecialAddresses.IsPublic(trace.Packet.Source) == SpecialAddresses.IsPublic(trace.Packet.Destination)) asked.Add((ns, trace));
                }
            }
        }
        var seen = proved.Observe(asked).ToList();
        for (var attempt = 1; attempt < Attempts; attempt++)
        {
            var again = Enumerable.Range(0, asked.Count).Where(i => Difference(world, asked[i].Trace, seen[i]) is not null).ToList();
            if (again.Count == 0) break;
            await world.ForgetFlows();
            var second = proved.Observe([.. again.Select(i => asked[i])]);
            for (var i = 0; i < again.Count; i++) seen[again[i]] = second[i];
        }
        var parted = asked.Select((a, i) => Difference(world, a.Trace, seen[i]) is { } d ? $"{a.Trace.Packet}: {d.What} at {d.Direction} {d.Number}: {Told(d.Predicted)} | {Told(d.Observed)}" : null).OfType<string>().ToList();
        Assert.True(parted.Count == 0, string.Join("\n", parted));
        Assert.Contains(seen, s => s.Reachable);
    }

    private static PathDifference? Difference(CarriedWorld world, Trace predicted, Trace seen) => PathComparison.Between(Choices.AsSeen(world.Net, predicted, seen), seen).Difference;

    private static string Told(Step? step) => step is null ? "-" : $"{step.Kind} {step.At} {step.Decision} [{step.Reasons}] {step.Before} => {step.After} {step.Code}";
}
