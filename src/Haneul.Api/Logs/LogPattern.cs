using System.Globalization;
using System.Text;
using Haneul.Api.Ec2;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>
/// Filter patterns: terms (<c>REJECT "two words" ?this ?or-that -not</c>), and fields between spaces (<c>[version, account, ..., action=REJECT, status]</c>).
/// JSON and regular expressions are refused. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
/// </summary>
internal static class LogPattern
{
    private const int LongestPattern = 1024;

    public static Func<string, bool> Read(string pattern)
    {
        var text = pattern.Trim();
        if (text.Length > LongestPattern) throw LogGroupNames.Invalid($"A filter pattern has {LongestPattern} characters at most");
        if (text.Length == 0) return _ => true;
        if (text[0] == '{') throw Refused("it is one for JSON, and Haneul reads none");
        if (text.Contains('%')) throw Refused("it holds a regular expression, and Haneul reads none");
        return text[0] == '[' ? Fields(text) : Terms(text);
    }

    private static Func<string, bool> Terms(string text)
    {
        var (all, any, none) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var word in Words(text))
        {
            var (list, term) = word[0] switch { '?' => (any, word[1..]), '-' => (none, word[1..]), _ => (all, word) };
            term = Unquoted(term);
            if (term.Length == 0) throw Refused("a term is empty");
            list.Add(term);
        }
        return message => all.TrueForAll(Within(message)) && (any.Count == 0 || any.Exists(Within(message))) && !none.Exists(Within(message));
    }

    private static Predicate<string> Within(string message) => term => message.Contains(term, StringComparison.Ordinal);

    private static Func<string, bool> Fields(string text)
    {
        if (!text.EndsWith(']')) throw Refused("its ] is missing");
        var fields = text[1..^1].Split(',', StringSplitOptions.TrimEntries);
        var gap = Array.IndexOf(fields, "...");
        if (gap >= 0 && Array.IndexOf(fields, "...", gap + 1) >= 0) throw Refused("... may stand once");
        var tests = fields.Select(f => f == "..." ? _ => true : Field(f)).ToArray();
        return message =>
        {
            var words = Words(message);
            if (gap < 0 ? words.Count != tests.Length : words.Count < tests.Length - 1) return false;
            for (var i = 0; i < tests.Length; i++)
            {
                if (i == gap) continue;
                var word = gap >= 0 && i > gap ? words[words.Count - tests.Length + i] : words[i];
                if (!tests[i](Unquoted(word))) return false;
            }
            return true;
        };
    }

    /// <summary>A name alone, or comparisons of it: <c>port=22 || port=3389</c>, <c>bytes &gt;= 100 &amp;&amp; bytes &lt; 200</c>.</summary>
    private static Func<string, bool> Field(string text)
    {
        if (text.Contains("||", StringComparison.Ordinal)) return Any(text.Split("||", StringSplitOptions.TrimEntries).Select(Field).ToList());
        if (text.Contains("&&", StringComparison.Ordinal)) return All(text.Split("&&", StringSplitOptions.TrimEntries).Select(Field).ToList());
        var at = text.AsSpan().IndexOfAny("=!<>");
        if (at < 0) return _ => true;
        var sign = at + 1 < text.Length && text[at + 1] == '=' ? text.Substring(at, 2) : text.Substring(at, 1);
        var value = Unquoted(text[(at + sign.Length)..].Trim());
        if (value.Length == 0) throw Refused($"'{text}' compares with nothing");
        return sign switch
        {
            "=" => word => Same(word, value),
            "!=" => word => !Same(word, value),
            "<" => Number(value, (a, b) => a < b),
            "<=" => Number(value, (a, b) => a <= b),
            ">" => Number(value, (a, b) => a > b),
            ">=" => Number(value, (a, b) => a >= b),
            _ => throw Refused($"'{sign}' is no comparison"),
        };
    }

    private static Func<string, bool> Any(List<Func<string, bool>> tests) => word => tests.Exists(t => t(word));

    private static Func<string, bool> All(List<Func<string, bool>> tests) => word => tests.TrueForAll(t => t(word));

    private static bool Same(string word, string value) => TryNumber(word, out var a) && TryNumber(value, out var b) ? a.Equals(b) : Wildcard.Matches(value, word);

    private static Func<string, bool> Number(string value, Func<double, double, bool> compare) =>
        TryNumber(value, out var b) ? word => TryNumber(word, out var a) && compare(a, b) : throw Refused($"'{value}' is no number");

    private static bool TryNumber(string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    /// <summary>Words between spaces; what stands in quotes or square brackets is one.</summary>
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var close = '\0';
        foreach (var c in text)
        {
            if (close == '\0' && char.IsWhiteSpace(c))
            {
                if (word.Length > 0) words.Add(word.ToString());
                word.Clear();
                continue;
            }
            word.Append(c);
            if (close != '\0' && c == close) close = '\0';
            else if (close == '\0' && c is '"' or '[') close = c == '[' ? ']' : c;
        }
        if (word.Length > 0) words.Add(word.ToString());
        return words;
    }

    private static string Unquoted(string word) => word is ['"', .., '"'] && word.Length > 1 ? word[1..^1] : word;

    private static Fault Refused(string why) => LogGroupNames.Invalid($"Invalid filter pattern: {why}");
}
