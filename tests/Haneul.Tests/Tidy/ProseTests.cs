using System.Text.RegularExpressions;
using Xunit;

namespace Haneul.Tests.Tidy;

public sealed partial class ProseTests
{
    private static readonly string[] Binary = [".png", ".jpg", ".gif", ".ico", ".woff2", ".pcap", ".zip", ".gz", ".db"];

    [Fact]
    public void No_file_speaks_of_the_place_where_it_was_written() => Assert.Empty(Lines(WrittenHere()));

    [Fact]
    public void A_thing_left_to_do_says_what() => Assert.Empty(Lines(EmptyToDo()));

    [Fact]
    public void The_license_is_Apache_2()
    {
        var license = SourceTree.Read("LICENSE");
        Assert.Contains("Apache License", license);
        Assert.Contains("Version 2.0, January 2004", license);
    }

    private static IEnumerable<string> Lines(Regex forbidden) =>
        from file in SourceTree.Files
        where file != "LICENSE" && !Binary.Contains(Path.GetExtension(file))
        from line in SourceTree.Read(file).Split('\n').Select((text, index) => (text, index))
        where forbidden.IsMatch(line.text)
        select $"{file}:{line.index + 1}: {line.text.Trim()}";

    // Written in pieces, so that this file does not find itself.
    [GeneratedRegex("(^|[\\s\"'`(=:])/" + "(work|tmp/hub|tmp/h)/|api\\." + "nuget\\.org|registry\\." + "npmjs\\.org|pypi\\." + "org")]
    private static partial Regex WrittenHere();

    [GeneratedRegex("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b\\W*$")]
    private static partial Regex EmptyToDo();
}
