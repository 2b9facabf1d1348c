using Haneul.Fabric;
using Haneul.Output;
using Haneul.Tracing;

namespace Haneul.Checks;

/// <summary>Shows checks to a person: a line for each, and for what failed the paths with what decided them.</summary>
internal static class CheckPage
{
    private const int MostShown = 10;

    public static void Show(Page page, CheckReport report, string file)
    {
        foreach (var outcome in report.Checks)
        {
            page.Indented(0, 2, outcome.Passed ? Word.Good("✓ ") : Word.Bad("✗ "), outcome.Check.Name, Word.Dim(outcome.Passed ? Counted(outcome) : $"  {file}:{outcome.Check.Line}"));
            if (outcome.Fault is { } fault) page.Indented(4, 6, Word.Warn("not asked: "), fault);
            foreach (var failure in outcome.Failures.Take(MostShown)) Show(page, outcome.Check, failure);
            var more = outcome.Failed + outcome.Differing - Math.Min(MostShown, outcome.Failures.Count);
            if (more > 0) page.Indented(4, 6, Word.Dim($"and {more} more"));
        }
        var (bad, paths) = (report.Checks.Count(c => !c.Passed), report.Checks.Sum(c => c.Paths.Count));
        page.Line();
        page.Line(bad == 0 ? Word.Good("passed") : Word.Bad("failed"), $"  {report.Checks.Count - bad} of {Count(report.Checks.Count, "check")} hold, {Count(paths, "path")}{Proved(report)}");
    }

    private static string Proved(CheckReport report) => report.Checks.All(c => c.Proved is null) ? "" : report.Checks.Sum(c => c.Differing) is var differing and > 0
        ? $"; on {Count(differing, "path")} a real packet did not go as predicted"
        : "; real packets went as predicted on all";

    /// <summary>What a failure is, in a sentence, and what decided it: for tools that show text.</summary>
    public static IEnumerable<string> Tell(Check check, CheckFailure failure)
    {
        if (failure.Differs is { } differs)
        {
            yield return $"{failure.Path.Told}: {differs}";
            yield break;
        }
        yield return $"{failure.Path.Told} is {(failure.Trace.Reachable ? "reachable" : "blocked")}, expected {(check.Reachable ? "reachable" : "blocked")}";
        foreach (var blocker in failure.Trace.Blockers) yield return $"{blocker.Code} at {blocker.At.Told}{(blocker.Direction == Direction.Return ? " on the way back" : "")}: {blocker.Meaning}; opens: {blocker.Opens}";
        foreach (var step in Admitting(failure.Trace)) yield return $"let through by: {step.Told}";
    }

    private static void Show(Page page, Check check, CheckFailure failure)
    {
        var told = Tell(check, failure).ToList();
        page.Indented(4, 6, told[0]);
        foreach (var line in told.Skip(1)) page.Indented(6, 8, Word.Dim(line));
    }

    /// <summary>Where rules were asked and let the packet in.</summary>
    private static IEnumerable<StepReport> Admitting(TraceReport trace) => !trace.Reachable ? []
        : trace.Forward.SelectMany(h => h.Steps).Where(s => s is { Kind: StepKind.AclIngress or StepKind.GroupIngress or StepKind.HomeRouter, Decision: Decision.Pass });

    private static string Counted(CheckOutcome outcome) => outcome.Paths.Count == 1 ? "" : $"  {outcome.Paths.Count} paths";

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
