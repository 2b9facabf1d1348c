using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>
/// The naive evaluator: may this packet go there, and its answer come back? Written straight over <see cref="World"/> from docs/packet-path.md and AWS's documents,
/// without indexes and without anything from Haneul.Fabric, so that a mistake made there is not made here.
/// </summary>
internal static class SpecEvaluator
{
    /// <summary>Balancers behind balancers are followed so far.</summary>
    private const int MostLegs = 4;

    public static SpecAnswer Ask(World world, SpecQuestion question) => Ask(world, question, 1);

    private static SpecAnswer Ask(World world, SpecQuestion question, int leg)
    {
        var memory = new SpecMemory();
        var there = There(world, question, memory);
        var answer = new SpecAnswer(there, there.Open ? Back(world, question, there, memory) : null);
        return answer.IsAnswered && there.Then is { } then && leg < MostLegs ? answer with { Next = Ask(world, then, leg + 1) } : answer;
    }

    private static SpecWay There(World world, SpecQuestion question, SpecMemory memory)
    {
        var walk = new SpecWalk(world, question, question.Packet, memory, null, null, question.Named);
        return question.Start switch
        {
            SpecStart.Interface at => walk.FromInterface(world.Interface(at.Id) ?? throw new InvalidOperationException($"no {at.Id}")),
            SpecStart.Host at => walk.FromHost(world.At(Place.Between).Get(at.Id)),
            SpecStart.Gateway at => walk.InByGateway(world.Rows<InternetGateway>().First(g => g.Id == at.Id)),
            _ => walk.Internet(),
        };
    }

    /// <summary>The answer is routed on its own; it counts only if it arrives where the packet came from, as an answer to that packet.</summary>
    private static SpecWay Back(World world, SpecQuestion question, SpecWay there, SpecMemory memory)
    {
        var walk = new SpecWalk(world, question, there.Last.Answer, memory, question.Packet.Answer, (question.Start as SpecStart.Interface)?.Id, null);
        var delivered = there.Delivered ?? "";
        var home = question.Start switch
        {
            SpecStart.Interface at => at.Id.Value,
            SpecStart.Host at => at.Id.Value,
            SpecStart.Machine => AddressPools.MachineName,
            _ => "internet",
        };
        if (there.IsService) return new SpecWay(home, question.Packet.Answer, null, []);
        var back = world.Interface(new Id<NetworkInterface>(delivered)) is { } eni ? walk.FromInterface(eni)
            : world.Rows<VpcEndpoint>().FirstOrDefault(e => e.Id.Value == delivered) is { } endpoint ? walk.FromEndpoint(endpoint)
            : world.Rows<OutsideHost>().FirstOrDefault(h => h.Id.Value == delivered) is { } host ? walk.FromHost(host)
            : walk.Internet();
        if (!back.Open || back.Delivered == home && back.Last == question.Packet.Answer) return back;
        return back with { Delivered = null, Blocker = new SpecBlocker("NO_PATH", [back.Delivered ?? ""]) };
    }
}
