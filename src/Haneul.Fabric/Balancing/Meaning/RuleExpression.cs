using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace Haneul.Fabric;

/// <summary>
/// A regular expression of a condition or transform. It is matched in time linear in the text: AWS has no lookarounds, backreferences, atomic groups, possessive quantifiers and Unicode classes either.
/// It may match anywhere in the text unless it is anchored. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
/// </summary>
public sealed class RuleExpression
{
    private const int OnStack = 256;

    private readonly Regex regex;

    private RuleExpression(Regex regex) => this.regex = regex;

    /// <summary>False where the expression is malformed or uses what AWS does not support.</summary>
    public static bool TryCompile(string text, bool ignoresCase, [NotNullWhen(true)] out RuleExpression? expression)
    {
        expression = null;
        if (text.Contains("\\p", StringComparison.OrdinalIgnoreCase)) return false;
        var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoresCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        try
        {
            expression = new RuleExpression(new Regex(text, options));
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (NotSupportedException)
        {
            // A construct that needs backtracking, or an automaton beyond .NET's limit.
            return false;
        }
    }

    public bool IsIn(ReadOnlySpan<byte> text)
    {
        if (text.Length <= OnStack)
        {
            Span<char> few = stackalloc char[OnStack];
            return regex.IsMatch(few[..Encoding.Latin1.GetChars(text, few)]);
        }
        var many = ArrayPool<char>.Shared.Rent(text.Length);
        var found = regex.IsMatch(many.AsSpan(0, Encoding.Latin1.GetChars(text, many)));
        ArrayPool<char>.Shared.Return(many);
        return found;
    }

    /// <summary>The text with the first match replaced; null where there is none. <c>$1</c> to <c>$9</c> are groups.</summary>
    internal string? Replaced(ReadOnlySpan<byte> text, string replace)
    {
        var chars = Encoding.Latin1.GetString(text);
        var match = regex.Match(chars);
        if (!match.Success) return null;
        var made = new StringBuilder(chars, 0, match.Index, chars.Length + replace.Length);
        for (var i = 0; i < replace.Length; i++)
        {
            if (replace[i] == '$' && i + 1 < replace.Length && char.IsAsciiDigit(replace[i + 1])) made.Append(match.Groups[replace[++i] - '0'].ValueSpan);
            else made.Append(replace[i]);
        }
        return made.Append(chars, match.Index + match.Length, chars.Length - match.Index - match.Length).ToString();
    }
}
