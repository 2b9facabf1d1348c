using Haneul.Fabric;
using Haneul.Kernel;

namespace Haneul.Proof;

/// <summary>Makes a <see cref="Trace"/> of what was observed: the same type as the prediction.</summary>
internal static class ObservedPath
{
    /// <param name="map">What the kernel's names mean.</param>
    /// <param name="visits">Of the probe and its answer.</param>
    /// <param name="predicted">What was sent, and from where.</param>
    /// <param name="isAnswered">The asker has got the answer.</param>
    public static Trace Of(KernelMap map, IReadOnlyList<Visit> visits, Trace predicted, bool isAnswered)
    {
        var there = WayReader.There(map, visits, predicted.From, predicted.Packet);
        var back = WayReader.Back(map, visits, there, predicted.From, predicted.Packet);
        return new Trace
        {
            Question = predicted.Question,
            Reachable = isAnswered,
            Packet = predicted.Packet,
            From = predicted.From,
            To = there.Arrived,
            Forward = [.. there.Steps],
            Return = [.. back.Steps],
            Blockers = [.. Blockers(there, Direction.Forward).Concat(Blockers(back, Direction.Return))],
        };
    }

    private static IEnumerable<Blocker> Blockers(WayRead way, Direction direction) => way.Steps
        .Where(s => s.Decision == Decision.Stopped)
        .Select(s => new Blocker(s.Code ?? "", s.At, s.Reasons, s.Before, direction, s.Kind, false, new Opening(OpeningKind.None, s.At)));
}
