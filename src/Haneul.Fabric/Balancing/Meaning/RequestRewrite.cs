using System.Collections.Immutable;
using System.Text;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>
/// What the transforms of a rule make of a request before it goes to a target: another host, another path and query. They play no part in which rule is taken.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html
/// </summary>
public sealed class RequestRewrite
{
    /// <summary>The limit on a request line: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html</summary>
    private const int Longest = 16 * 1024;

    private readonly (RuleExpression Expression, string Replace)? host;
    private readonly (RuleExpression Expression, string Replace)? url;

    private RequestRewrite(ImmutableArray<RuleTransform> transforms)
    {
        host = Of(transforms, "host-header-rewrite");
        url = Of(transforms, "url-rewrite");
    }

    /// <summary>Null where there is nothing to rewrite. Throws <see cref="FormatException"/> where an expression is not one that AWS has.</summary>
    public static RequestRewrite? Compile(ImmutableArray<RuleTransform> transforms) => transforms.IsDefaultOrEmpty ? null : new(transforms);

    /// <summary>The host header for the target; null where it stays as it is.</summary>
    /// <param name="asked">As it came.</param>
    /// <param name="failed">The expression matched and what it makes is no host: the answer is 500.</param>
    public byte[]? Host(ReadOnlySpan<byte> asked, out bool failed) => Rewritten(host, asked, out failed, mustBeginWithSlash: false);

    /// <summary>The path with the query for the target; null where it stays as it is.</summary>
    /// <param name="asked">Path and query as they came.</param>
    /// <param name="failed">The expression matched and what it makes is no path: the answer is 500.</param>
    public byte[]? Url(ReadOnlySpan<byte> asked, out bool failed) => Rewritten(url, asked, out failed, mustBeginWithSlash: true);

    private static (RuleExpression, string)? Of(ImmutableArray<RuleTransform> transforms, string type)
    {
        if (transforms.FirstOrDefault(t => t.Type == type) is not { } transform) return null;
        if (!RuleExpression.TryCompile(transform.Regex, ignoresCase: type == "host-header-rewrite", out var expression)) throw new FormatException($"'{transform.Regex}' is not a regular expression of a rule");
        return (expression, transform.Replace);
    }

    private static byte[]? Rewritten((RuleExpression Expression, string Replace)? rewrite, ReadOnlySpan<byte> asked, out bool failed, bool mustBeginWithSlash)
    {
        failed = false;
        if (rewrite is not var (expression, replace) || expression.Replaced(asked, replace) is not { } made) return null;
        failed = made.Length is 0 or > Longest || mustBeginWithSlash && made[0] != '/' || made.Any(c => c is <= ' ' or >= '\u007f');
        return failed ? null : Encoding.Latin1.GetBytes(made);
    }
}
