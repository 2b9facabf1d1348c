using Haneul.Fabric;

namespace Haneul.Proof;

/// <summary>What a network balancer's hash chooses cannot be foretold: any target that it may choose will do, and the path is compared with the prediction for the one that it chose.</summary>
internal static class Choices
{
    /// <summary>More targets than this are not made to answer.</summary>
    private const int MostAnswering = 64;

    /// <summary>The prediction for each target that may be chosen.</summary>
    public static IEnumerable<Trace> Of(Network net, Trace predicted) =>
        ChoiceIn(predicted) is { Of: > 1 } choice ? choice.Among.Take(MostAnswering).Select(target => Tracer.Trace(net, predicted.Question with { Chosen = [target] })) : [predicted];

    /// <summary>The prediction for the target that was seen to be chosen, where it may be; else as it is.</summary>
    public static Trace AsSeen(Network net, Trace predicted, Trace observed)
    {
        if (ChoiceIn(predicted) is not { Of: > 1 } choice) return predicted;
        var seen = observed.Forward.LastOrDefault(s => s is { Kind: StepKind.Balancer, Decision: Decision.Translated });
        return seen is not null && new TargetPlace(seen.After.Destination, seen.After.DestinationPort) is var at && at != new TargetPlace(choice.Address, choice.Port) && choice.Among.Contains(at)
            ? Tracer.Trace(net, predicted.Question with { Chosen = [at] })
            : predicted;
    }

    private static TargetChoice? ChoiceIn(Trace trace) => trace.Forward.FirstOrDefault(s => s is { Kind: StepKind.Balancer, Decision: Decision.Translated, Choice: not null })?.Choice;
}
