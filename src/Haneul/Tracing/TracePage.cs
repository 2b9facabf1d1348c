using Haneul.Fabric;
using Haneul.Output;

namespace Haneul.Tracing;

/// <summary>Shows a trace to a person: the verdict first, what stands in the way, then both ways hop by hop.</summary>
internal static class TracePage
{
    private const int Indent = 5;

    public static void Show(Page page, TraceReport report)
    {
        ShowVerdict(page, report);
        ShowBlockers(page, report.Blockers);
        ShowConditions(page, report);
        ShowWay(page, "The way there", report.Forward);
        if (report.Return.Count > 0) ShowWay(page, "The way back", report.Return);
        if (report.Next is { } next) ShowNext(page, next);
    }

    /// <summary>A load balancer's own connection, and what follows that.</summary>
    private static void ShowNext(Page page, TraceReport next)
    {
        ShowWay(page, $"The load balancer's own connection to {next.To.Told}", next.Forward);
        if (next.Return.Count > 0) ShowWay(page, "Its answer", next.Return);
        if (next.Next is { } further) ShowNext(page, further);
    }

    /// <summary>Reachable or blocked, and what was asked.</summary>
    private static void ShowVerdict(Page page, TraceReport report)
    {
        var verdict = report.Reachable ? Word.Good("● reachable") : Word.Bad("● blocked");
        page.Indented(0, 2, verdict, "  ", Word.Strong(report.From.Label), " → ", Word.Strong(report.To.Label), "  ", Traffic(report.Packet));
        page.Line(Word.Dim(report.Mode == "model" ? "  model mode: the packet is computed from the configuration, not carried" : "  predicted from the configuration; the kernel carries such packets"));
    }

    internal static string Traffic(PacketReport packet) => packet switch
    {
        { DestinationPort: { } to, SourcePort: { } from } => $"{packet.Protocol} {PortNames.Told(to)} from port {PortNames.Told(from)}",
        { IcmpType: { } type } => $"{packet.Protocol} type {type}",
        _ => $"protocol {packet.Protocol}",
    };

    internal static void ShowBlockers(Page page, IReadOnlyList<BlockerReport> blockers)
    {
        if (blockers.Count == 0) return;
        page.Line();
        page.Line(Word.Strong(blockers.Count == 1 ? "Blocked by" : $"Blocked by {blockers.Count} things"));
        for (var i = 0; i < blockers.Count; i++) ShowBlocker(page, i + 1, blockers[i]);
    }

    private static void ShowBlocker(Page page, int number, BlockerReport b)
    {
        var way = b.Direction == Direction.Return ? "on the way back, " : "";
        page.Indented(2, Indent, $"{number}  ", Word.Bad(b.Code), b.Hypothetical ? Word.Warn("  hypothetical") : "");
        page.Indented(Indent, Indent + 2, way, "at ", $"{RuleWords.Noun(b.At)} ".TrimStart(), Word.Thing(b.At.Told), $": {b.Meaning}");
        foreach (var reason in b.Reasons.Where(r => r.Part.Length > 0)) page.Indented(Indent, Indent + 2, Word.Dim(reason.Part == Reason.Implicit ? "" : $"{RuleWords.Noun(reason.Object.Kind)} "), reason.Told);
        page.Indented(Indent, Indent + 2, Word.Good("opens: "), b.Opens);
    }

    private static void ShowConditions(Page page, TraceReport report)
    {
        if (report.InternetConditions is not { } conditions) return;
        page.Line();
        page.Line(Word.Strong("Conditions for internet access"));
        foreach (var condition in conditions)
        {
            page.Indented(2, Indent, condition.Holds ? Word.Good("✓  ") : Word.Bad("✗  "), condition.Condition);
            if (condition.Holds) continue;
            foreach (var by in condition.By) page.Indented(Indent, Indent + 2, Word.Dim(by.Told));
        }
    }

    private static void ShowWay(Page page, string title, IReadOnlyList<HopReport> hops)
    {
        page.Line();
        page.Line(Word.Strong(title));
        var told = false;
        for (var i = 0; i < hops.Count; i++)
        {
            if (hops[i].Hypothetical && !told)
            {
                page.Indented(2, 2, Word.Warn("── hypothetical from here on: as if what was in the way were open"));
                told = true;
            }
            ShowHop(page, i + 1, hops[i]);
        }
    }

    private static void ShowHop(Page page, int number, HopReport hop)
    {
        var noun = RuleWords.Noun(hop.At);
        page.Indented(2, Indent, $"{number,-3}", noun.Length > 0 && noun != hop.At.Label ? Word.Dim(noun + " ") : "", Word.Thing(hop.At.Told), hop.Hypothetical ? Word.Warn("  hypothetical") : "");
        page.Indented(Indent, Indent + 2, Header(hop.Before));
        foreach (var step in hop.Steps.Where(IsTold))
        {
            page.Indented(Indent, Indent + 2, Mark(step), step.Told, step.Hypothetical && !hop.Hypothetical ? Word.Warn("  hypothetical") : "");
        }
        if (hop.After != hop.Before) page.Indented(Indent, Indent + 2, Word.Dim("then "), Header(hop.After));
    }

    private static bool IsTold(StepReport step) => step.Kind is not StepKind.Sent;

    private static Word Header(PacketReport p) => Word.Address($"{p.From} → {p.To}");

    private static Word Mark(StepReport step) => step.Decision switch
    {
        Decision.Stopped => Word.Bad("✗ "),
        Decision.Translated => Word.Warn("⇄ "),
        Decision.Tracked => Word.Dim("= "),
        Decision.Arrived => Word.Good("● "),
        _ => Word.Good("✓ "),
    };
}
