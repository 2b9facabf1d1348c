using Haneul.Fabric;
using Haneul.Output;
using Haneul.Tracing;

namespace Haneul.Proof;

/// <summary>Shows a proof to a person: whether prediction and packet agree, what stands in the way, then both step by step.</summary>
internal static class ProofPage
{
    public static void Show(Page page, ProofReport report)
    {
        var said = report.Predicted;
        page.Indented(0, 2, report.IsOneWay ? Word.Warn("● proved one way") : report.Agrees ? Word.Good("● proved") : Word.Bad("● not as predicted"), "  ", Word.Strong(said.From.Label), " → ", Word.Strong(said.To.Label), "  ", TracePage.Traffic(said.Packet));
        page.Line("  predicted: ", Verdict(said.Reachable), "    observed: ", report.IsOneWay ? Word.Warn("arrived, not answered") : Verdict(report.IsSeenReachable));
        if (FirstDifference(report) is { } d) page.Indented(2, 4, Word.Bad("they part "), $"{(d.Direction == Direction.Forward ? "on the way there" : "on the way back")}, at step {d.Number}: {d.What}");
        foreach (var note in report.Notes) page.Indented(2, 4, Word.Dim("note: "), note);
        TracePage.ShowBlockers(page, said.Blockers);
        ShowWay(page, "The way there", report.Rows, Direction.Forward);
        ShowWay(page, "The way back", report.Rows, Direction.Return);
        for (var next = report.Next; next is not null; next = next.Next)
        {
            page.Line();
            page.Line(Word.Strong("The load balancer's own connection"), "  ", TracePage.Traffic(next.Predicted.Packet));
            foreach (var note in next.Notes) page.Indented(2, 4, Word.Dim("note: "), note);
            ShowWay(page, "There", next.Rows, Direction.Forward);
            ShowWay(page, "Back", next.Rows, Direction.Return);
        }
        if (report.Rows.Any(r => r.Recovered)) page.Line(Word.Dim("  (r) recovered: the kernel does not tell this by itself; it was asked afterwards, or looked up in what was printed for it"));
    }

    private static DifferenceReport? FirstDifference(ProofReport report) => report.Difference ?? (report.Next is { } next ? FirstDifference(next) : null);

    private static Word Verdict(bool isReachable) => isReachable ? Word.Good("reachable") : Word.Bad("blocked");

    private static void ShowWay(Page page, string title, IReadOnlyList<ProofRow> all, Direction direction)
    {
        var rows = all.Where(r => r.Direction == direction).ToList();
        if (rows.Count == 0) return;
        page.Line();
        page.Line(Word.Strong(title));
        page.Table(new Table(
            [new Column("#", IsNumber: true), new Column("Where"), new Column("Step"), new Column("Predicted"), new Column("Observed")],
            [.. rows.Select((r, i) => (IReadOnlyList<Word>)[Word.Dim($"{i + 1}"), Word.Thing(r.At.Label), r.What, r.Predicted ?? "-", Seen(r)])]));
    }

    private static Word Seen(ProofRow row)
    {
        var told = $"{row.Observed ?? "-"}{(row.Recovered ? " (r)" : "")}";
        return row.Predicted == row.Observed ? Word.Good(told) : Word.Warn(told);
    }
}
