using Haneul.Fabric;
using Haneul.Tests.Model;
using Xunit;

namespace Haneul.Tests.Spec;

/// <summary>What AWS's documents say about single packets, held against Spec and the tracer alike.</summary>
public sealed class FactTests
{
    private static readonly Dictionary<string, Fact> Facts =
        RouteFacts.All().Concat(FilterFacts.All()).Concat(GatewayFacts.All()).Concat(BalancerFacts.All()).ToDictionary(f => f.Name);

    public static TheoryData<string> Names => [.. Facts.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Spec_says_what_AWS_says(string fact)
    {
        var sketch = new Sketch();
        var known = Facts[fact].Draw(sketch);
        Assert.Empty(Invariants.Of(sketch.World));
        var answer = SpecEvaluator.Ask(sketch.World, known.Question);
        Check(Facts[fact], known, answer);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_tracer_says_what_AWS_says(string fact)
    {
        var sketch = new Sketch();
        var known = Facts[fact].Draw(sketch);
        Check(Facts[fact], known, Traced.Ask(Lowering.Lower(sketch.World), known.Question));
    }

    private static SpecBlocker? BlockerOf(SpecAnswer answer) => answer.Forward.Blocker ?? answer.Back?.Blocker ?? (answer.Next is { } next ? BlockerOf(next) : null);

    private static void Check(Fact fact, Known known, SpecAnswer answer)
    {
        var told = $"{fact.Name} ({fact.Page})\n{known.Question}\n{answer}";
        Assert.True(known.Code is null == answer.Reachable, told);
        Assert.True(known.Code == BlockerOf(answer)?.Code, told);
        Assert.True(known.Code is null || known.OnTheWayBack == answer.Forward.Open || answer.IsAnswered, told);
        if (known.LastSource is { } source) Assert.True(source == answer.Forward.Last.Source, told);
        if (known.LastDestination is { } destination) Assert.True(destination == answer.Forward.Last.Destination, told);
        if (known.LastSourcePort is { } port) Assert.True(port == answer.Forward.Last.SourcePort, told);
        var ways = new[] { answer.Forward, answer.Back }.OfType<SpecWay>().ToList();
        var deciders = ways.SelectMany(w => w.Steps.SelectMany(s => s.Deciders).Concat(w.Blocker?.Deciders ?? []));
        Assert.True(known.Decider is null || deciders.Any(d => d.Contains(known.Decider, StringComparison.Ordinal)), told);
    }
}
