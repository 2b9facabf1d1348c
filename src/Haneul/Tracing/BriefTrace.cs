using Haneul.Fabric;
using Haneul.Output;

namespace Haneul.Tracing;

/// <summary>A trace in a few lines: the way as far as it goes, what is rewritten, and each thing that stands in it.</summary>
internal static class BriefTrace
{
    private const int Indent = 3, Hang = 5;

    public static void Show(Page page, TraceReport report)
    {
        ShowWay(page, report);
        foreach (var step in report.Forward.SelectMany(h => h.Steps).Where(s => s.Decision == Decision.Translated && !s.Hypothetical))
        {
            page.Indented(Indent, Hang, Word.Warn("⇄ "), Word.Dim(RuleWords.Noun(step.At) + " "), Word.Thing(step.At.Label), ": ", step.Told.Split(": elastic")[0]);
        }
        for (var next = report.Next; next is not null; next = next.Next) ShowWay(page, next);
        var admitted = report.Forward.SelectMany(h => h.Steps).LastOrDefault(s => s is { Kind: StepKind.GroupIngress, Decision: Decision.Pass });
        if (report.Reachable && admitted is not null) page.Indented(Indent, Hang, Word.Good("✓ "), admitted.Told);
        foreach (var blocker in report.Blockers) ShowBlocker(page, blocker);
        if (report.Reachable || report.InternetConditions is not { } conditions) return;
        page.Indented(Indent, Hang, Word.Dim("the four conditions for internet access:"));
        foreach (var condition in conditions) page.Indented(Hang, Hang + 2, condition.Holds ? Word.Good("✓ ") : Word.Bad("✗ "), condition.Condition);
    }

    private static void ShowWay(Page page, TraceReport report)
    {
        var words = new List<Word>();
        foreach (var hop in report.Forward.TakeWhile(h => !h.Hypothetical))
        {
            if (words.Count > 0) words.Add(Word.Dim(" → "));
            words.Add(hop.At.Kind == ObjectKind.Subnet ? $"[{hop.At.Label}]" : Word.Thing(hop.At.Label));
            if (hop.Steps.Any(s => s.Decision == Decision.Stopped && !s.Hypothetical)) words.Add(Word.Bad(" ✗"));
        }
        page.Indented(Indent, Hang, [.. words]);
    }

    private static void ShowBlocker(Page page, BlockerReport b)
    {
        page.Indented(Indent, Hang, Word.Bad($"✗ {b.Code}"), $" at {RuleWords.Noun(b.At)} ".Replace("  ", " ", StringComparison.Ordinal), Word.Thing(b.At.Label), b.Direction == Direction.Return ? " on the way back" : "", b.Hypothetical ? Word.Warn("  (hypothetical)") : "");
        page.Indented(Hang, Hang + 2, Word.Good("opens: "), b.Opens);
    }
}
