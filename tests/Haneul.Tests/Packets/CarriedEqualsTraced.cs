using System.Diagnostics;
using Haneul.Fabric;
using Haneul.Model;
using Haneul.Proof;
using Haneul.Tests.Spec;
using Haneul.Tests.Tools;
using Xunit;
using Xunit.Abstractions;
using Trace = Haneul.Fabric.Trace;

namespace Haneul.Tests.Packets;

/// <summary>
/// What the tracer predicts is what the kernel does: random packets in random worlds are sent for real, and answered exactly where the tracer says that they are reachable.
/// With HANEUL_LONG=1 a campaign (HANEUL_WORLDS sets the number of worlds).
/// </summary>
public sealed class CarriedEqualsTraced(ITestOutputHelper output)
{
    private const int MostShown = 12, Attempts = 4, FirstOwnPort = 62_000;

    private readonly Seed seed = new(output, nameof(CarriedEqualsTraced));

    private static int Packets => Number("HANEUL_PACKETS", 40);

    [NeedsTool(Tool.Root)]
    public async Task Packets_go_exactly_where_the_tracer_says_by_the_same_way_and_for_the_same_reasons()
    {
        var worlds = Seed.Long ? Number("HANEUL_WORLDS", 400) : 12;
        int sent = 0, answered = 0, left = 0, repeated = 0, balanced = 0, own = 0;
        var parted = new List<string>();
        var leeway = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var clock = Stopwatch.StartNew();
        for (var w = Number("HANEUL_FIRST", 0); w < worlds; w++)
        {
            var random = seed.Case(w);
            var world = RandomWorld.Make(random);
            using var carried = new CarriedWorld(world);
            var asked = Questions(new RandomQuestions(world, random), carried, ref left);
            foreach (var source in asked.Where(a => a.Trace.From.Kind == ObjectKind.Internet).Select(a => a.Trace.Packet.Source).Distinct()) carried.Speak(source);
            using var proved = new ProvedWorld(carried);
            var seen = proved.Observe(asked).ToList();
            // A device that has come up just now may lose packets: what was not as predicted is sent again, as the first of its flow.
            for (var attempt = 1; attempt < Attempts; attempt++)
            {
                var again = Enumerable.Range(0, asked.Count).Where(i => PathComparison.Between(Choices.AsSeen(carried.Net, asked[i].Trace, seen[i]), seen[i]).Difference is not null).ToList();
                if (again.Count == 0) break;
                await carried.ForgetFlows();
                var second = proved.Observe([.. again.Select(i => asked[i])]);
                for (var i = 0; i < again.Count; i++) seen[again[i]] = second[i];
                repeated += again.Count;
            }
            asked = [.. asked.Select((a, i) => (a.Namespace, Choices.AsSeen(carried.Net, a.Trace, seen[i])))];
            for (var i = 0; i < asked.Count; i++)
            {
                // With the target that the balancer chose it may be one of those that are not carried.
                if (!KnownGaps.CanBeSent(carried, asked[i].Trace))
                {
                    left++;
                    continue;
                }
                sent++;
                if (seen[i].Reachable) answered++;
                if (seen[i].Forward.Any(s => s.Kind == StepKind.Balancer)) balanced++;
                if (IsOfNode(carried.Net, asked[i].Trace.From)) own++;
                var (difference, taken) = PathComparison.Between(asked[i].Trace, seen[i]);
                if (difference is not null) parted.Add($"world {w}: {Told(asked[i].Trace, seen[i], difference)}");
                foreach (var reason in taken) leeway[reason] = leeway.GetValueOrDefault(reason) + 1;
            }
        }
        seed.Tell($"{sent} packets in {worlds} worlds in {clock.Elapsed.TotalSeconds:F0} s: {answered} answered, {parted.Count} not as predicted ({repeated} sent again); {left} not sent (not carried, or no way to send them); {balanced} came to a balancer, {own} were a balancer's own");
        foreach (var (reason, count) in leeway) seed.Tell($"{count} times: {reason}");
        Assert.True(parted.Count == 0, $"{parted.Count} of {sent} packets\n{seed.Repeat}\n{string.Join("\n", parted.Take(MostShown))}");
        Assert.True(answered > sent / 20, $"only {answered} of {sent} were answered: the sample shows little");
        Assert.True(balanced > sent / 50 && own > 0, $"only {balanced} of {sent} came to a balancer, {own} were a balancer's own: the sample shows little");
    }

    private static bool IsOfNode(Network net, ObjectRef from) => net.Ports.GetValueOrDefault(from.Id) is { BalancerId: not null };

    private static int Number(string name, int otherwise) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : otherwise;

    /// <summary>Packets that can be sent for real, no two of one flow (in either direction): the second would be tracked by the first.</summary>
    private static List<(string Namespace, Trace Trace)> Questions(RandomQuestions questions, CarriedWorld world, ref int left)
    {
        var asked = new List<(string, Trace)>();
        var flows = new HashSet<Packet>();
        var ports = new HashSet<(int, int)>();
        for (var p = 0; p < Packets; p++)
        {
            var question = Traced.Asked(questions.Next() with { Named = null });
            var trace = Tracer.Trace(world.Net, question);
            if (!Take(trace)) left++;
            // The connection that a balancer opens is sent as well: from its node, by a port of its own.
            else if (trace is { IsAnswered: true, Next.Question: var own } && !Take(Tracer.Trace(world.Net, own with { SourcePort = FirstOwnPort + p }))) left++;
        }
        return asked;

        bool Take(Trace trace)
        {
            if (world.NamespaceOf(trace.From) is not { } ns || !KnownGaps.CanBeSent(world, trace) || !IsFree(trace.Packet) || !flows.Add(trace.Packet) || !flows.Add(trace.Packet.Answer())) return false;
            asked.Add((ns, trace));
            return true;
        }

        // A port for each packet, since balancers and gateways may give several of them one address; and none where a responder sits.
        bool IsFree(Packet p) => Protocols.IsIcmp(p.Protocol) || !ProvedWorld.Ports.Contains(p.SourcePort) && ports.Add((p.Protocol, p.SourcePort));
    }

    private static string Told(Trace said, Trace seen, PathDifference difference) =>
        $"{said.From} {said.Packet}: {difference.What} at {difference.Direction} {difference.Number}: {Told(difference.Predicted)} | {Told(difference.Observed)}\n    said: {Told(said.Forward)} ;; {Told(said.Return)}\n    seen: {Told(seen.Forward)} ;; {Told(seen.Return)}\n    {string.Join("; ", said.Blockers.Select(b => $"{b.Code} {b.Reasons} {b.Direction}"))}";

    private static string Told(IEnumerable<Step> steps) => string.Join(", ", steps.Select(s => $"{s.Kind}({s.At}){(s.Hypothetical ? "?" : "")}{(s.Decision == Decision.Stopped ? "!" : "")}"));

    private static string Told(Step? step) => step is null ? "-" : $"{step.Kind} {step.At} {step.Decision} [{step.Reasons}] {step.Before} => {step.After} {step.Code}";
}
