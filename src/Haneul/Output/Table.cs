using Spectre.Console;

namespace Haneul.Output;

/// <summary>A column of a table.</summary>
internal sealed record Column(string Title, bool IsNumber = false);

/// <summary>Rows of cells below titled columns.</summary>
internal sealed record Table(IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Word>> Rows)
{
    private const string Gap = "  ";

    /// <summary>How wide it is when nothing is broken.</summary>
    public int Width => Widths().Sum() + (Columns.Count - 1) * Gap.Length;

    /// <summary>Titles, then the rows, in columns two spaces apart.</summary>
    public IEnumerable<IReadOnlyList<Word>> Aligned(bool isRuled)
    {
        var widths = Widths();
        yield return Row([.. Columns.Select(c => Word.Strong(isRuled ? c.Title : c.Title.ToUpperInvariant()))], widths);
        if (isRuled) yield return [Word.Dim(new string('─', Width))];
        foreach (var row in Rows) yield return Row(row, widths);
    }

    /// <summary>The same for a terminal that is too narrow: cells are broken.</summary>
    public Spectre.Console.Table Broken()
    {
        var drawn = new Spectre.Console.Table { Border = TableBorder.Simple };
        drawn.BorderStyle(new Style(Color.Grey));
        foreach (var column in Columns)
        {
            var made = new TableColumn(new Text(column.Title, new Style(decoration: Decoration.Bold)));
            drawn.AddColumn(column.IsNumber ? made.RightAligned() : made);
        }
        foreach (var row in Rows) drawn.AddRow(row.Select(w => new Text(w.Text, Page.StyleOf(w.Tone))));
        return drawn;
    }

    private List<int> Widths() => [.. Columns.Select((c, i) => Rows.Select(r => r[i].Text.Length).Append(c.Title.Length).Max())];

    private List<Word> Row(IReadOnlyList<Word> cells, List<int> widths)
    {
        var row = new List<Word>();
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0) row.Add(Gap);
            row.Add(cells[i] with { Text = Columns[i].IsNumber ? cells[i].Text.PadLeft(widths[i]) : cells[i].Text.PadRight(widths[i]) });
        }
        return row;
    }
}
