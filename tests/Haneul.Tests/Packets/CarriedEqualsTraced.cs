using Haneul.Fabric;
using Haneul.Model;
using Haneul.Tests.Spec;
using Haneul.Tests.Tools;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Packets;

/// <summary>
/// What the tracer predicts is what the kernel does: random packets in random worlds are sent for real, and answered exactly where the tracer says that they are reachable.
/// With HANEUL_LONG=1 a campaign (HANEUL_WORLDS sets the number of worlds).
/// </summary>
public sealed class CarriedEqualsTraced(ITestOutputHelper output)
{
    private const int Packets = 40, MostShown = 12;

    private readonly Seed seed = new(output, nameof(CarriedEqualsTraced));

    [NeedsTool(Tool.Root)]
    public async Task Packets_arrive_exactly_where_the_tracer_says()
    {
        var worlds = Seed.Long ? int.Parse(Environment.GetEnvironmentVariable("HANEUL_WORLDS") ?? "400", System.Globalization.CultureInfo.InvariantCulture) : 12;
        int sent = 0, answered = 0, left = 0;
        var parted = new List<string>();
        for (var w = 0; w < worlds; w++)
        {
            var random = seed.Case(w);
            var world = RandomWorld.Make(random);
            using var carried = new CarriedWorld(world);
            using var probes = new Probes(carried);
            var asked = Questions(new RandomQuestions(world, random), carried, ref left);
            foreach (var source in asked.Where(a => a.Trace.From.Kind == ObjectKind.Internet).Select(a => a.Trace.Packet.Source).Distinct()) carried.Speak(source);
            var seen = await Task.WhenAll(asked.Select(a => probes.SendAsync(a.Namespace, a.Trace.Packet, a.Trace.Reachable)));
            for (var i = 0; i < asked.Count; i++)
            {
                sent++;
                if (seen[i] == Seen.Answered) answered++;
                if (seen[i] == Seen.Answered != asked[i].Trace.Reachable) parted.Add($"world {w}: {Told(asked[i].Trace)}: predicted {(asked[i].Trace.Reachable ? "reachable" : "blocked")}, {seen[i]}");
            }
        }
        seed.Tell($"{sent} packets in {worlds} worlds: {answered} answered, {parted.Count} not as predicted; {left} not sent (not carried, or no way to send them)");
        Assert.True(parted.Count == 0, $"{parted.Count} of {sent} packets\n{seed.Repeat}\n{string.Join("\n", parted.Take(MostShown))}");
        Assert.True(answered > sent / 20, $"only {answered} of {sent} were answered: the sample shows little");
    }

    /// <summary>Packets that can be sent for real, no two of one flow (in either direction): the second would be tracked by the first.</summary>
    private static List<(string Namespace, Trace Trace)> Questions(RandomQuestions questions, CarriedWorld world, ref int left)
    {
        var asked = new List<(string, Trace)>();
        var flows = new HashSet<Packet>();
        var ports = new HashSet<(string, int, int)>();
        for (var p = 0; p < Packets; p++)
        {
            var question = Traced.Asked(questions.Next() with { Named = null });
            var trace = Tracer.Trace(world.Net, question);
            if (world.NamespaceOf(trace.From) is { } ns && KnownGaps.CanBeSent(world, trace) && IsFree(ns, trace.Packet) && flows.Add(trace.Packet) && flows.Add(trace.Packet.Answer())) asked.Add((ns, trace));
            else left++;
        }
        return asked;

        // One socket for each port of a namespace, and none where a responder sits.
        bool IsFree(string ns, Packet p) =>
            Protocols.IsIcmp(p.Protocol) || !Probes.Ports.Contains(p.SourcePort) && ports.Add((ns, p.Protocol, p.SourcePort));
    }

    private static string Told(Trace trace) =>
        $"{trace.From} {trace.Packet}\n    there: {string.Join(", ", trace.Forward.Select(s => $"{s.Kind}({s.At})"))}\n    back: {string.Join(", ", trace.Return.Select(s => $"{s.Kind}({s.At})"))}\n    {string.Join("; ", trace.Blockers.Select(b => $"{b.Code} {b.Reasons} {b.Direction}"))}";
}
