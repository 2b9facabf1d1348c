using Haneul.Fabric;
using Haneul.Model;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Spec;

/// <summary>
/// The tracer and the naive evaluator agree on random packets in random worlds: verdict, first blocker with who said no, who said yes on the way, headers, and where it ends.
/// With HANEUL_LONG=1 a campaign of a hundred thousand packets and more (HANEUL_WORLDS sets the number of worlds).
/// </summary>
public sealed class TracerEqualsSpec(ITestOutputHelper output)
{
    private const int Packets = 40, MostShown = 8;

    private readonly Seed seed = new(output, nameof(TracerEqualsSpec));

    [Fact]
    public void Tracer_and_Spec_agree_on_random_packets_in_random_worlds()
    {
        var worlds = Seed.Long ? int.Parse(Environment.GetEnvironmentVariable("HANEUL_WORLDS") ?? "3000", System.Globalization.CultureInfo.InvariantCulture) : 80;
        int open = 0, parted = 0, balanced = 0, passed = 0, own = 0;
        var shown = new Dictionary<string, (int Count, string First)>();
        for (var w = 0; w < worlds; w++)
        {
            var random = seed.Case(w);
            var world = RandomWorld.Make(random);
            var net = Lowering.Lower(world);
            var questions = new RandomQuestions(world, random);
            for (var p = 0; p < Packets; p++)
            {
                var question = questions.Next();
                var wanted = SpecEvaluator.Ask(world, question);
                if (wanted.Reachable) open++;
                if (wanted.Forward.Steps.Any(s => s.Stage == "balancer") || wanted.Forward.Blocker?.Code.StartsWith("ELB", StringComparison.Ordinal) == true) balanced++;
                if (wanted.IsAnswered && !wanted.Forward.Chosen.IsEmpty) passed++;
                if (wanted.Next is not null) own++;
                if (Difference(world, net, question, wanted) is not { } difference) continue;
                parted++;
                var (count, first) = shown.GetValueOrDefault(difference.Kind, (0, $"world {w}, packet {p}: {difference.Text}"));
                shown[difference.Kind] = (count + 1, first);
            }
        }
        seed.Tell($"{worlds * Packets} packets in {worlds} worlds: {100.0 * open / (worlds * Packets):0.0} % reachable, {parted} answers differ; {balanced} came to a balancer's listeners, {passed} were given to a target and answered, {own} of them by a connection of the balancer's own");
        var report = shown.OrderByDescending(s => s.Value.Count).Take(MostShown).Select(s => $"== {s.Value.Count} x {s.Key}\n{s.Value.First}");
        Assert.True(passed > worlds && own > 0, $"only {passed} packets got through balancers, {own} by connections of theirs: the sample shows little");
        Assert.True(parted == 0, $"{parted} of {worlds * Packets} answers differ\n{seed.Repeat}\n{string.Join("\n\n", report)}");
    }

    private static (string Kind, string Text)? Difference(World world, Network net, SpecQuestion question, SpecAnswer wanted)
    {
        var trace = Traced.Asked(question, wanted);
        var got = Traced.Ask(net, question, wanted);
        var kind = Kind(wanted, got) ?? (Tracer.Reaches(net, trace) != wanted.Reachable ? "the quick verdict differs" : null);
        if (kind is null) return null;
        return (kind, $"{question}\nSpec:\n{wanted}\nTracer:\n{got}\n{world.Rows<Vpc>().Count} VPCs");
    }

    private static string? Kind(SpecAnswer wanted, SpecAnswer got)
    {
        if (wanted.Forward.Open != got.Forward.Open) return $"there: {wanted.Forward.Blocker?.Code ?? "open"} or {got.Forward.Blocker?.Code ?? "open"}";
        if (Kind("there", wanted.Forward, got.Forward) is { } there) return there;
        if (!wanted.Forward.Open) return null;
        if (wanted.Back is null || got.Back is null) return "one does not ask the way back";
        if (Kind("back", wanted.Back, got.Back) is { } back) return back;
        if (wanted.Next is null != got.Next is null) return "one has no connection of the balancer's own";
        return wanted.Next is { } then && got.Next is { } next && Kind(then, next) is { } beyond ? $"the balancer's own connection: {beyond}" : null;
    }

    private static string? Kind(string way, SpecWay wanted, SpecWay got)
    {
        if (wanted.Blocker is { Code: "BAD_STATE_ROUTE" or "CANNOT_ROUTE" } lost && got.Blocker is { } told && IsRouteLost(lost.Code, told.Code))
            return told.Deciders.IsSupersetOf(lost.Deciders) || told.Code == "DISCONNECTED_VPCS" ? null : $"{way}: who said no ({told.Code})";
        if (wanted.Blocker?.Code != got.Blocker?.Code) return $"{way}: {wanted.Blocker?.Code ?? "open"} or {got.Blocker?.Code ?? "open"}";
        if (!wanted.Steps.SequenceEqual(got.Steps, SameStep)) return $"{way}: who said yes ({wanted.Blocker?.Code ?? "open"})";
        if (wanted.Blocker is { } blocker && got.Blocker is { } other && !Deciders(blocker).SetEquals(Deciders(other))) return $"{way}: who said no ({blocker.Code})";
        if (wanted.Last != got.Last && wanted.Blocker?.Code != "NO_PATH") return $"{way}: the headers ({wanted.Blocker?.Code ?? "open"})";
        return wanted.Open && wanted.Delivered != got.Delivered ? $"{way}: where it ended" : null;
    }

    /// <summary>How AWS explains a route that is dead or leads astray: by the one to the intended way, which lost or is missing.</summary>
    private static bool IsRouteLost(string wanted, string got) =>
        got is "MORE_SPECIFIC_ROUTE" or "HIGHER_PRIORITY_ROUTE" or "CANNOT_ROUTE" || (wanted == "CANNOT_ROUTE" && got is "NO_ROUTE_TO_DESTINATION" or "DISCONNECTED_VPCS");

    /// <summary>Where no route matches, the table has decided; which of its routes are told beside it is a matter of explanation.</summary>
    private static HashSet<string> Deciders(SpecBlocker blocker) =>
        [.. blocker.Deciders.Select(d => blocker.Code == "NO_ROUTE_TO_DESTINATION" ? d.Split('/')[0] : d)];

    private static IEqualityComparer<SpecStep> SameStep { get; } =
        EqualityComparer<SpecStep>.Create((a, b) => a is not null && b is not null && a.Stage == b.Stage && a.Deciders.SetEquals(b.Deciders), s => s.Stage.GetHashCode());
}
