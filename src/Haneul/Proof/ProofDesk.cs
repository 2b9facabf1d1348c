using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Packets;
using Haneul.Tracing;

namespace Haneul.Proof;

/// <summary>Answers <c>POST /_haneul/prove</c>: predicts, sends a real packet, and holds the kernel's own account of it against the prediction. One proof after another: a second asker waits for the first.</summary>
internal sealed class ProofDesk(TraceDesk traces, PacketPlane packets)
{
    /// <summary>The world may be changed while it is asked about; then it is asked again.</summary>
    private const int MostTurns = 20;

    private const int FirstPort = 49152, Ports = 16384;

    private readonly SemaphoreSlim turn = new(1, 1);

    public async Task<ProofReport> AnswerAsync(TraceRequest request, CancellationToken cancel)
    {
        if (request.Region is { } region && !Regions.Exists(region)) throw Fault.Invalid("region", region, "There is no such region");
        // A port that no earlier flow has used: what is tracked is not asked again.
        if (request.SourcePort is null && Protocols.TryParse(request.Protocol ?? "tcp", out var protocol) && Protocols.HasPorts(protocol)) request = request with { SourcePort = FreshPort() };
        await turn.WaitAsync(cancel);
        try
        {
            var (sight, carried) = await SettledAsync(cancel);
            var predicted = traces.Trace(sight, request);
            ProofEnds.Check(predicted);
            return await Task.Run(() => Prove(sight, carried, predicted, cancel), cancel);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<(Sight, CarriedPlan)> SettledAsync(CancellationToken cancel)
    {
        for (var i = 0; i < MostTurns; i++)
        {
            await packets.Carrier.SettledAsync(cancel);
            var sight = traces.Look();
            if (packets.Carrier.Carried is { } carried && ReferenceEquals(carried.World, sight.World)) return (sight, carried);
        }
        throw new Fault("WorldChanges", $"The network was changed {MostTurns} times while it was asked about; ask again");
    }

    private ProofReport Prove(Sight sight, CarriedPlan carried, Trace predicted, CancellationToken cancel)
    {
        var net = carried.Network;
        var running = packets.Carrier.Namespaces;
        var from = ProofEnds.Sender(net, predicted, running);
        ProofEnds.CheckLink(from, carried.Plan, predicted.Packet);
        var map = new KernelMap(net, Presence.Of(carried.Plan, running));
        var notes = new List<string>();
        using var answerers = new Answerers(packets.Entry);
        var isOthers = predicted.To is { Kind: ObjectKind.Service };
        foreach (var possible in Choices.Of(net, predicted)) isOthers |= Answer(answerers, ProofEnds.Receiver(net, possible, running), predicted.Packet, notes);
        using var voice = Voice.Of(packets.Entry, from, predicted.Packet.Source);
        var watched = ProofEnds.Namespaces(map, net, predicted).Where(running.Contains).ToList();
        var observation = new Prober(packets.Entry).Probe(from, predicted.Packet, predicted.IsAnswered, watched, cancel);
        if (!observation.IsSent) notes.Add("the source's own kernel refused to send it: it has no route, or not the address");
        if (observation.Attempts > 1) notes.Add($"it was sent {observation.Attempts} times; the last one is told");
        var observed = ObservedPath.Of(map, observation.Visits, predicted, observation.IsAnswered);
        if (observed.Forward.Concat(observed.Return).Any(s => s is { Kind: StepKind.Appliances, Decision: Decision.Stopped })) notes.Add("an endpoint got the packet and nothing came back from its appliances: what an appliance's program refuses cannot be foretold, its own log tells");
        predicted = Choices.AsSeen(net, predicted, observed);
        var (difference, leeway) = PathComparison.Between(predicted, observed);
        notes.AddRange(leeway);
        var isHalf = false;
        if (isOthers && difference is { Direction: Direction.Return } && !observation.IsAnswered && observed.To is not null && predicted.Packet.Protocol == Protocols.Udp)
        {
            notes.Add("what serves that port has no answer to a probe: only the way there is proved");
            (difference, isHalf) = (null, true);
        }
        var next = difference is null && predicted.IsAnswered ? ProveNext(sight, carried, predicted, notes, cancel) : null;
        return new ProofReport
        {
            Agrees = difference is null && next is not { Agrees: false },
            Difference = difference is null ? null : new DifferenceReport(difference.Direction, difference.Number + 1, difference.What),
            Predicted = traces.Tell(sight, predicted),
            Observed = traces.Tell(sight, observed),
            IsOneWay = isHalf,
            Rows = new ProofTeller(new Objects(sight.World)).Rows(predicted, observed),
            Notes = notes,
            Next = next,
        };
    }

    /// <summary>A load balancer's own connection is proved by a packet of its own, from its node.</summary>
    private ProofReport? ProveNext(Sight sight, CarriedPlan carried, Trace predicted, List<string> notes, CancellationToken cancel)
    {
        if (predicted.Next is not { } next) return null;
        notes.Add("the packet ends at the load balancer, which opens a connection of its own to a target: another packet, sent from its node, proves that one");
        return Prove(sight, carried, Tracer.Trace(carried.Network, next.Question with { SourcePort = FreshPort() }), cancel);
    }

    private static int FreshPort() => FirstPort + Random.Shared.Next(Ports);

    /// <summary>Has somebody answer, where nobody does; true where a program holds the port.</summary>
    private static bool Answer(Answerers answerers, (string Namespace, Ip Address, int Port)? receiver, Packet packet, List<string> notes)
    {
        if (receiver is not var (ns, address, port)) return false;
        var isOurs = answerers.Answer(ns, packet.Protocol, address, port);
        notes.Add(isOurs
            ? $"nobody held {Protocols.NameOf(packet.Protocol)} port {port} of {ns}: Haneul answered there for the moment, so an answer speaks of the network, not of a service"
            : $"a program holds {Protocols.NameOf(packet.Protocol)} port {port} of {ns}: an answer is its own");
        return !isOurs;
    }
}
