using System.Text;
using Spectre.Console;

namespace Haneul.Output;

/// <summary>
/// What a command prints for people: lines and tables. On a terminal in colour and fitted to its width; in a pipe as plain text, one line each, nothing cut.
/// NO_COLOR (https://no-color.org) takes the colour away.
/// </summary>
internal sealed class Page
{
    private readonly IAnsiConsole? console;
    private readonly TextWriter plain;

    private Page(IAnsiConsole? console, TextWriter plain) => (this.console, this.plain) = (console, plain);

    /// <summary>The page of this process's standard output.</summary>
    public static Page Out { get; } = Console.IsOutputRedirected ? Plain(Console.Out) : new Page(AnsiConsole.Console, Console.Out);

    public static Page Plain(TextWriter writer) => new(null, writer);

    /// <summary>As a terminal of this width and depth of colour would show it.</summary>
    public static Page Terminal(TextWriter writer, int width, bool colour)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = AnsiSupport.Yes,
            ColorSystem = colour ? ColorSystemSupport.EightBit : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = width;
        return new Page(console, writer);
    }

    public bool IsTerminal => console is not null;

    /// <summary>Columns of the terminal; a pipe has as many as are wanted.</summary>
    public int Width => console is null ? int.MaxValue : Math.Max(40, console.Profile.Width);

    public void Line(params ReadOnlySpan<Word> words) => Indented(0, 0, words);

    /// <summary>One line, indented; on a narrow terminal what does not fit goes on below, indented by <paramref name="hang"/>.</summary>
    public void Indented(int indent, int hang, params ReadOnlySpan<Word> words)
    {
        var rows = console is null ? [[new Word(new string(' ', indent)), .. words]] : Wrapping.Fit(words, indent, hang, Width - 1);
        foreach (var row in rows) WriteRow(row);
    }

    /// <summary>A table in aligned columns; ruled on a terminal, and with broken cells where that is too narrow.</summary>
    public void Table(Table table)
    {
        if (console is not null && table.Width >= Width)
        {
            console.Write(table.Broken());
            return;
        }
        foreach (var row in table.Aligned(isRuled: IsTerminal)) WriteRow(row);
    }

    internal static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Strong => new Style(decoration: Decoration.Bold),
        Tone.Dim => new Style(Color.Grey),
        Tone.Good => new Style(Color.Green),
        Tone.Bad => new Style(Color.Red),
        Tone.Warn => new Style(Color.Yellow),
        Tone.Thing => new Style(Color.Aqua),
        Tone.Address => new Style(Color.CornflowerBlue),
        _ => Style.Plain,
    };

    private void WriteRow(IReadOnlyList<Word> row)
    {
        if (console is null)
        {
            var text = new StringBuilder();
            foreach (var word in row) text.Append(word.Text);
            plain.WriteLine(text.ToString().TrimEnd());
            return;
        }
        foreach (var word in row) console.Write(new Text(word.Text, StyleOf(word.Tone)));
        console.WriteLine();
    }
}
