using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Haneul.Model;

namespace Haneul.Tests.Balancing;

/// <summary>A request in text, and what rules say of it in AWS's words: one rule after the other, nothing narrowed down.</summary>
internal sealed record AskedRequest(string Method, string Host, string Path, string Query, Ip Source, ImmutableArray<KeyValuePair<string, string>> Headers)
{
    public int Find(IReadOnlyList<ImmutableArray<RuleCondition>> rules)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i].All(Holds)) return i;
        }
        return -1;
    }

    private bool Holds(RuleCondition condition) => condition.Field switch
    {
        ConditionField.HostHeader => IsText(condition, Regex.Replace(Host, ":[0-9]*$", ""), RegexOptions.IgnoreCase, RegexOptions.IgnoreCase),
        ConditionField.PathPattern => IsText(condition, Path, RegexOptions.None, RegexOptions.None),
        ConditionField.HttpHeader => Headers.Any(h => h.Key.Equals(condition.HeaderName, StringComparison.OrdinalIgnoreCase) && IsText(condition, h.Value, RegexOptions.IgnoreCase, RegexOptions.None)),
        ConditionField.HttpRequestMethod => condition.Values.Contains(Method),
        ConditionField.QueryString => Query.Length > 0 && Query.Split('&').Any(pair => condition.Pairs.Any(p => IsPair(p, pair))),
        ConditionField.SourceIp => condition.Values.Any(v => Cidr.Parse(v).Contains(Source)),
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    private static bool IsText(RuleCondition condition, string text, RegexOptions ofValues, RegexOptions ofExpressions) =>
        condition.Values.Any(v => IsPattern(v, text, ofValues)) || condition.RegexValues.Any(v => Regex.IsMatch(text, v, ofExpressions));

    private static bool IsPair(QueryPair wanted, string pair)
    {
        var cut = pair.Split('=', 2);
        return (wanted.Key is null || IsPattern(wanted.Key, cut[0], RegexOptions.IgnoreCase)) && IsPattern(wanted.Value, cut.Length == 2 ? cut[1] : "", RegexOptions.IgnoreCase);
    }

    private static bool IsPattern(string pattern, string text, RegexOptions options)
    {
        var expression = Regex.Replace(pattern, @"\\[*?\\]|\*|\?|[^*?]", m => m.Value switch
        {
            "*" => ".*",
            "?" => ".",
            [_, var escaped] => Regex.Escape(escaped.ToString()),
            var other => Regex.Escape(other),
        });
        return Regex.IsMatch(text, $"^{expression}$", options | RegexOptions.Singleline);
    }
}
