using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Proof;

/// <summary>Where a predicted and an observed path part: the first step that is not the same.</summary>
/// <param name="Direction">On which way.</param>
/// <param name="Number">The step's number on that way, from 0.</param>
/// <param name="What">What of it differs.</param>
/// <param name="Predicted">Null: the prediction ends before.</param>
/// <param name="Observed">Null: nothing was observed there.</param>
internal sealed record PathDifference(Direction Direction, int Number, string What, Step? Predicted, Step? Observed);

/// <summary>
/// Holds an observed path against the predicted one: verdict, steps, headers before and after each, decisions, and the objects that decided, as sets. What was predicted after the first blocker is hypothetical and takes no part.
/// </summary>
internal sealed class PathComparison
{
    /// <summary>Ports that a NAT gateway chose for source ports below 1024: any from 1024 up will do, the prediction says 1024.</summary>
    private readonly Dictionary<int, int> chosen = [];

    /// <summary>The packet as it was seen so far: what it used is not free.</summary>
    private readonly HashSet<Packet> used = [];

    /// <summary>Reasons why steps that are not the same were taken for it.</summary>
    private readonly SortedSet<string> leeway = new(StringComparer.Ordinal);

    /// <summary>The ways have parted for a reason that is known; only the verdict is left to compare.</summary>
    private bool hasParted;

    private PathComparison()
    {
    }

    /// <summary>The first difference, or null; and the reasons for which steps that are not the very same were taken to agree.</summary>
    public static (PathDifference? Difference, IReadOnlyCollection<string> Leeway) Between(Trace predicted, Trace observed)
    {
        var comparison = new PathComparison();
        return (comparison.Compare(predicted, observed), comparison.leeway);
    }

    private PathDifference? Compare(Trace predicted, Trace observed)
    {
        if (Compare(Direction.Forward, Real(predicted.Forward), observed.Forward) is { } there) return there;
        if (!hasParted && Compare(Direction.Return, Real(predicted.Return), observed.Return) is { } back) return back;
        if (leeway.Contains(Proof.Leeway.AnswersItself)) return null;
        return predicted.IsAnswered == observed.Reachable ? null
            : new PathDifference(Direction.Return, observed.Return.Count, observed.Reachable ? "an answer came, where none was predicted" : "the answer did not reach the asker", null, null);
    }

    private static List<Step> Real(IEnumerable<Step> steps) => [.. steps.TakeWhile(s => !s.Hypothetical)];

    private PathDifference? Compare(Direction direction, IReadOnlyList<Step> predicted, IReadOnlyList<Step> observed)
    {
        for (var i = 0; i < Math.Max(predicted.Count, observed.Count); i++)
        {
            var (said, seen) = (predicted.ElementAtOrDefault(i), observed.ElementAtOrDefault(i));
            if (said is null || seen is null) return new PathDifference(direction, i, said is null ? "it goes on" : "it ends before", said, seen);
            if (Same(said.Before, seen.Before) && Proof.Leeway.For(said, seen, predicted.ElementAtOrDefault(i + 1), observed[^1]) is { } reason)
            {
                leeway.Add(reason);
                hasParted = true;
                return null;
            }
            if (Proof.Leeway.IsInside(said, seen))
            {
                leeway.Add(Proof.Leeway.InsideAnother);
                hasParted = true;
                return null;
            }
            if (IsLooping(said, seen, observed.Take(i)))
            {
                leeway.Add(Proof.Leeway.Looping);
                continue;
            }
            if (Part(said, seen) is { } what) return new PathDifference(direction, i, what, said, seen);
        }
        return null;
    }

    private bool IsLooping(Step said, Step seen, IEnumerable<Step> before) =>
        said.Kind == seen.Kind && said.At == seen.At && Same(said.Before, seen.Before) && (said.Decision, seen.Decision) is (Decision.Pass, Decision.Tracked)
        && before.Any(s => s.Kind == seen.Kind && s.At == seen.At && s.Before == seen.Before);

    private string? Part(Step said, Step seen)
    {
        if (said.Kind != seen.Kind || said.At != seen.At) return "another step";
        if (!Same(said.Before, seen.Before)) return "the packet as it comes";
        if (said.Decision != seen.Decision) return "the decision";
        Learn(said, seen);
        if (!Same(said.After, seen.After)) return "the packet as it goes on";
        // A prediction also names the route that should have won; the kernel, the one that did, or none.
        if (said.Kind == StepKind.RouteTable && said.Decision == Decision.Stopped) return seen.Reasons.All(r => said.Reasons.Contains(r) || r.Part.Length == 0) ? null : "who decided";
        // Which rule of an application balancer takes a request is none of the kernel's.
        if (said is { Kind: StepKind.Balancer, Decision: Decision.Pass }) return seen.Reasons.All(said.Reasons.Contains) ? null : "who decided";
        return said.Reasons.Equals(seen.Reasons) ? null : "who decided";
    }

    private void Learn(Step said, Step seen)
    {
        if (said.Kind == StepKind.Forwarded && seen.After.SourcePort != said.After.SourcePort && used.Contains(said.After))
        {
            chosen[seen.After.SourcePort] = said.After.SourcePort;
            leeway.Add(Proof.Leeway.TakenPort);
        }
        used.Add(seen.Before);
        if (said.Kind is not (StepKind.NatGateway or StepKind.Balancer) || !Protocols.HasPorts(said.Before.Protocol) || said.Before.SourcePort >= PortTranslator.LowestPort) return;
        if (seen.After.SourcePort < PortTranslator.LowestPort || seen.After.SourcePort == said.After.SourcePort) return;
        chosen[seen.After.SourcePort] = said.After.SourcePort;
        leeway.Add(Proof.Leeway.ChosenPort);
    }

    private bool Same(Packet said, Packet seen) => said == seen || said == seen with
    {
        SourcePort = chosen.GetValueOrDefault(seen.SourcePort, seen.SourcePort),
        DestinationPort = chosen.GetValueOrDefault(seen.DestinationPort, seen.DestinationPort),
    };
}
