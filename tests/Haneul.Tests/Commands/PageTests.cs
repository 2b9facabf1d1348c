using Haneul.Output;
using Xunit;

namespace Haneul.Tests.Commands;

public sealed class PageTests
{
    private static readonly Table Two = new([new("Name"), new("Count", IsNumber: true)], [["a", Word.Good("1")], ["bcdef", "22"]]);

    [Fact]
    public void A_pipe_gets_plain_aligned_text()
    {
        var writer = new StringWriter { NewLine = "\n" };
        var page = Page.Plain(writer);
        page.Line(Word.Bad("no"), " way");
        page.Table(Two);
        Assert.Equal("no way\nNAME   COUNT\na          1\nbcdef     22\n", writer.ToString());
    }

    [Fact]
    public void A_pipe_gets_long_lines_whole()
    {
        var writer = new StringWriter { NewLine = "\n" };
        Page.Plain(writer).Indented(2, 4, string.Join(' ', Enumerable.Repeat("word", 100)));
        Assert.Equal("  " + string.Join(' ', Enumerable.Repeat("word", 100)) + "\n", writer.ToString());
    }

    [Fact]
    public void A_terminal_gets_colour_unless_it_may_not()
    {
        var coloured = Written(80, colour: true, p => p.Line(Word.Good("yes")));
        var bare = Written(80, colour: false, p => p.Line(Word.Good("yes")));
        Assert.Contains("\u001b[", coloured, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[3", bare, StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_gets_nothing_wider_than_itself()
    {
        var random = new Random(7);
        for (var width = 40; width <= 120; width += 7)
        {
            var text = string.Join(' ', Enumerable.Range(0, 60).Select(_ => new string('x', random.Next(1, 30))));
            var lines = Written(width, colour: false, p => p.Indented(2, 6, text, Word.Thing(" end"))).TrimEnd('\n').Split('\n');
            Assert.All(lines, line => Assert.InRange(line.Length, 1, width - 1));
            Assert.Equal(text + " end", string.Join(' ', lines.Select(l => l.Trim())));
        }
    }

    [Theory]
    [InlineData(22, "22 (ssh)")]
    [InlineData(5432, "5432 (postgresql)")]
    [InlineData(1001, "1001 (well-known)")]
    [InlineData(40000, "40000 (registered)")]
    [InlineData(49152, "49152 (dynamic)")]
    public void A_port_is_told_by_its_service_or_its_range(int port, string told) => Assert.Equal(told, PortNames.Told(port));

    private static string Written(int width, bool colour, Action<Page> write)
    {
        var writer = new StringWriter { NewLine = "\n" };
        write(Page.Terminal(writer, width, colour));
        return writer.ToString().Replace("\r", "", StringComparison.Ordinal);
    }
}
