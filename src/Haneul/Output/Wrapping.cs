namespace Haneul.Output;

/// <summary>Breaks a line of words at spaces so that it fits a terminal.</summary>
internal static class Wrapping
{
    public static List<List<Word>> Fit(ReadOnlySpan<Word> words, int indent, int hang, int width)
    {
        var rows = new List<List<Word>> { new() { new string(' ', indent) } };
        var at = indent;
        foreach (var word in words)
        {
            foreach (var piece in Pieces(word.Text))
            {
                var text = piece;
                if (at + text.TrimEnd().Length > width && at > hang)
                {
                    rows[^1][^1] = rows[^1][^1] with { Text = rows[^1][^1].Text.TrimEnd() };
                    rows.Add([new string(' ', hang)]);
                    at = hang;
                    text = text.TrimStart();
                }
                rows[^1].Add(word with { Text = text });
                at += text.Length;
            }
        }
        return rows;
    }

    /// <summary>Splits after spaces: "a  b c" is "a  ", "b ", "c".</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        var start = 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == ' ' || text[i - 1] != ' ') continue;
            yield return text[start..i];
            start = i;
        }
        if (start < text.Length) yield return text[start..];
    }
}
