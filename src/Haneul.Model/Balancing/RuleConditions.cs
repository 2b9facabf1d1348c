using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Haneul.Model;

/// <summary>What a rule's conditions must be. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html</summary>
public static class RuleConditions
{
    private const int MostValues = 5, MostWildcards = 5, LongestValue = 128;

    public static void Check(ImmutableArray<RuleCondition> conditions)
    {
        if (conditions.IsEmpty) throw BalancerFaults.Validation("At least one condition must be specified");
        foreach (var field in conditions.GroupBy(c => c.Field).Where(g => g.Count() > 1 && g.Key is not (ConditionField.HttpHeader or ConditionField.QueryString)))
        {
            throw BalancerFaults.Validation($"A rule has one condition of field {BalancerWords.Of(field.Key)} at most");
        }
        foreach (var condition in conditions) CheckOne(condition);
        if (conditions.Sum(c => ValuesOf(c).Count()) > MostValues) throw BalancerFaults.Validation($"A rule can only have '{MostValues}' condition values");
        if (conditions.Where(c => c.Field != ConditionField.SourceIp).Sum(c => c.Values.Concat(c.Pairs.SelectMany(p => new[] { p.Key ?? "", p.Value })).Sum(Wildcards)) > MostWildcards)
        {
            throw BalancerFaults.Validation($"A rule can only have '{MostWildcards}' condition wildcards");
        }
    }

    public static void CheckRegex(string regex)
    {
        try
        {
            _ = new Regex(regex, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw BalancerFaults.Validation($"The regular expression '{regex}' is not valid: {e.Message}");
        }
    }

    private static void CheckOne(RuleCondition condition)
    {
        var word = BalancerWords.Of(condition.Field);
        if (!ValuesOf(condition).Any()) throw BalancerFaults.Validation($"A condition of field {word} needs a value");
        foreach (var value in ValuesOf(condition))
        {
            if (value.Length is 0 or > LongestValue) throw BalancerFaults.Validation($"The values of a condition of field {word} have 1 to {LongestValue} characters");
        }
        if (!condition.RegexValues.IsEmpty && condition.Field is not (ConditionField.HostHeader or ConditionField.PathPattern or ConditionField.HttpHeader)) throw BalancerFaults.Validation($"A condition of field {word} takes no regular expressions");
        if (!condition.RegexValues.IsEmpty && !condition.Values.IsEmpty) throw BalancerFaults.Validation($"A condition of field {word} has values or regular expressions, not both");
        foreach (var regex in condition.RegexValues) CheckRegex(regex);
        CheckForm(condition);
    }

    private static void CheckForm(RuleCondition condition)
    {
        switch (condition.Field)
        {
            case ConditionField.HostHeader:
                Each(condition, v => v.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '*' or '?' or '_' or ':'), "a host name; * and ? stand for any characters and any one");
                break;
            case ConditionField.PathPattern:
                Each(condition, v => v[0] is '/' or '*' && v.All(c => char.IsAsciiLetterOrDigit(c) || "_-.$/~\"'@:+&*?()!,;=%\\".Contains(c)), "a path; * and ? stand for any characters and any one");
                break;
            case ConditionField.HttpRequestMethod:
                Each(condition, v => v.Length <= 40 && v.All(c => char.IsAsciiLetterUpper(c) || c is '-' or '_'), "a method such as GET, of 40 characters at most");
                break;
            case ConditionField.SourceIp:
                Each(condition, v => Cidr.TryParse(v, out _), "a block such as 10.0.0.0/16");
                break;
            case ConditionField.HttpHeader:
                if (condition.HeaderName is not { Length: > 0 and <= 40 } name || !name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c))) throw BalancerFaults.Validation("An http-header condition needs the name of a header, of 40 characters at most");
                if (name.Equals("host", StringComparison.OrdinalIgnoreCase)) throw BalancerFaults.Validation("Use a host-header condition for the host header");
                break;
            case ConditionField.QueryString:
                break;
            default:
                throw new InvalidOperationException($"{condition.Field} is no field of conditions");
        }
    }

    private static void Each(RuleCondition condition, Func<string, bool> isRight, string wanted)
    {
        if (condition.Values.FirstOrDefault(v => !isRight(v)) is { } wrong) throw BalancerFaults.Validation($"Condition value '{wrong}' is not valid: it must be {wanted}");
    }

    private static IEnumerable<string> ValuesOf(RuleCondition condition) => [.. condition.Values, .. condition.RegexValues, .. condition.Pairs.Select(p => p.Value)];

    private static int Wildcards(string pattern)
    {
        var count = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\') i++;
            else if (pattern[i] is '*' or '?') count++;
        }
        return count;
    }
}
