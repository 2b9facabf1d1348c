using System.Text;

namespace Haneul.Kernel;

/// <summary>
/// Reads the part of YAML that cloud-configs are written in: maps and lists by indentation, lists and plain or quoted words in one line, block text (| and >). A value is a string, a list or a map. No anchors, tags, flow maps or several documents: those are refused, with the line.
/// </summary>
internal sealed class CloudYaml
{
    private const int DeepestNesting = 32;

    private readonly List<(int Number, int Indent, string Text)> lines = [];
    private readonly string[] raw;
    private int at;

    private CloudYaml(string text)
    {
        raw = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < raw.Length; i++)
        {
            var trimmed = raw[i].TrimStart(' ');
            if (trimmed.Length > 0 && trimmed[0] != '#') lines.Add((i, raw[i].Length - trimmed.Length, trimmed.TrimEnd()));
        }
    }

    /// <summary>The map at the top. Throws <see cref="FormatException"/> that names the line.</summary>
    public static IReadOnlyDictionary<string, object> Read(string text)
    {
        var yaml = new CloudYaml(text);
        if (yaml.lines.Count == 0) return new Dictionary<string, object>();
        var top = yaml.Block(yaml.lines[0].Indent, 0);
        if (yaml.at < yaml.lines.Count) throw yaml.Bad("is indented like nothing before it");
        return top as IReadOnlyDictionary<string, object> ?? throw new FormatException("a cloud-config is a map: key: value");
    }

    private object Block(int indent, int depth)
    {
        if (depth > DeepestNesting) throw Bad("is nested too deep");
        return IsItem(lines[at].Text) ? List(indent, depth) : Map(indent, depth);
    }

    private List<object> List(int indent, int depth)
    {
        var list = new List<object>();
        while (at < lines.Count && lines[at].Indent == indent && IsItem(lines[at].Text))
        {
            var (number, _, text) = lines[at];
            var rest = text[1..].TrimStart(' ');
            var inner = indent + text.Length - rest.Length;
            if (rest.Length == 0)
            {
                at++;
                list.Add(at < lines.Count && lines[at].Indent > indent ? Block(lines[at].Indent, depth + 1) : "");
            }
            else if (IsItem(rest) || KeyOf(rest) is not null)
            {
                // A map or list that begins in the item's own line.
                lines[at] = (number, inner, rest);
                list.Add(Block(inner, depth + 1));
            }
            else
            {
                list.Add(Scalar(rest, indent));
            }
        }
        return list;
    }

    private Dictionary<string, object> Map(int indent, int depth)
    {
        var map = new Dictionary<string, object>(StringComparer.Ordinal);
        while (at < lines.Count && lines[at].Indent == indent && !IsItem(lines[at].Text))
        {
            var text = lines[at].Text;
            var key = KeyOf(text) ?? throw Bad("is neither 'key: value' nor '- item'");
            var rest = text[(text.IndexOf(':', key.Quoted) + 1)..].TrimStart(' ');
            if (rest.Length > 0)
            {
                map[key.Name] = Scalar(rest, indent);
                continue;
            }
            at++;
            var isBelow = at < lines.Count && (lines[at].Indent > indent || lines[at].Indent == indent && IsItem(lines[at].Text));
            map[key.Name] = isBelow ? Block(lines[at].Indent, depth + 1) : "";
        }
        return map;
    }

    /// <summary>What stands in one line, or begins there.</summary>
    private object Scalar(string text, int indent)
    {
        switch (text[0])
        {
            case '|' or '>' when text.TrimEnd('+', '-').Length == 1: return BlockText(text, indent);
            case '[': return FlowList(text);
            case '{' or '&' or '*' or '!': throw Bad($"has '{text[0]}', which is not read here");
        }
        at++;
        if (text[0] is '"' or '\'') return Quoted(text, out _);
        var words = new StringBuilder(WithoutComment(text));
        // A plain text goes on in lines that are indented deeper.
        while (at < lines.Count && lines[at].Indent > indent) words.Append(' ').Append(WithoutComment(lines[at++].Text));
        return words.ToString();
    }

    private string BlockText(string header, int indent)
    {
        var first = lines[at].Number + 1;
        var end = first;
        while (end < raw.Length && (raw[end].Trim().Length == 0 || IndentOf(raw[end]) > indent)) end++;
        while (at < lines.Count && lines[at].Number < end) at++;
        var body = raw[first..end];
        var margin = body.Where(line => line.Trim().Length > 0).Select(IndentOf).DefaultIfEmpty(0).Min();
        var text = string.Join(header[0] == '|' ? '\n' : ' ', body.Select(line => line.Length >= margin ? line[margin..] : "")).TrimEnd('\n', ' ');
        return header.EndsWith('-') ? text : text + "\n";
    }

    private List<object> FlowList(string text)
    {
        // It may go on over lines; a bound keeps a forgotten bracket from eating the file silently.
        var number = at++;
        var all = new StringBuilder(WithoutComment(text));
        while (Depth(all.ToString()) > 0 && at < lines.Count) all.Append(' ').Append(WithoutComment(lines[at++].Text));
        var list = new List<object>();
        var rest = all.ToString().Trim()[1..].TrimStart();
        while (!rest.StartsWith(']'))
        {
            if (rest.Length == 0 || rest[0] is '[' or '{')
            {
                at = number;
                throw Bad("has a list in brackets that is not closed, or one in another");
            }
            string word;
            if (rest[0] is '"' or '\'')
            {
                word = Quoted(rest, out var length);
                rest = rest[length..].TrimStart();
            }
            else
            {
                var stop = rest.IndexOfAny([',', ']']);
                if (stop < 0) stop = rest.Length;
                (word, rest) = (rest[..stop].Trim(), rest[stop..]);
            }
            list.Add(word);
            if (rest.StartsWith(',')) rest = rest[1..].TrimStart();
        }
        return list;
    }

    private static int Depth(string text)
    {
        var (depth, quote) = (0, '\0');
        foreach (var c in text)
        {
            if (quote != '\0') quote = c == quote ? '\0' : quote;
            else if (c is '"' or '\'') quote = c;
            else if (c == '[') depth++;
            else if (c == ']') depth--;
        }
        return depth;
    }

    private string Quoted(string text, out int length)
    {
        var word = new StringBuilder();
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == text[0])
            {
                // In single quotes, two of them are one.
                if (text[0] == '\'' && i + 1 < text.Length && text[i + 1] == '\'') i++;
                else
                {
                    length = i + 1;
                    return word.ToString();
                }
            }
            else if (text[0] == '"' && text[i] == '\\' && i + 1 < text.Length)
            {
                i++;
                word.Append(text[i] switch { 'n' => '\n', 't' => '\t', var other => other });
                continue;
            }
            word.Append(text[i]);
        }
        at = Math.Max(0, at - 1);
        throw Bad("has a quotation that does not end in its line");
    }

    private static (string Name, int Quoted)? KeyOf(string text)
    {
        if (text[0] is '"' or '\'' or '[' or '|' or '>') return null;
        var colon = text.IndexOf(':');
        while (colon >= 0 && colon + 1 < text.Length && text[colon + 1] != ' ') colon = text.IndexOf(':', colon + 1);
        // A command such as "echo a: b" is a text, so a key is one word.
        return colon > 0 && !text[..colon].Contains(' ') ? (text[..colon], colon) : null;
    }

    private static bool IsItem(string text) => text == "-" || text.StartsWith("- ", StringComparison.Ordinal);

    private static string WithoutComment(string text) => text.IndexOf(" #", StringComparison.Ordinal) is >= 0 and var hash ? text[..hash].TrimEnd() : text;

    private static int IndentOf(string line) => line.Length - line.TrimStart(' ').Length;

    private FormatException Bad(string what) => new($"line {(at < lines.Count ? lines[at].Number : raw.Length - 1) + 1} {what}");
}
