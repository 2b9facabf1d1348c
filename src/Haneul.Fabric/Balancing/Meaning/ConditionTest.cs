using System.Collections.Immutable;
using System.Text;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>A condition, ready to be held against requests: it holds where one of its values does. Asking allocates nothing.</summary>
public sealed class ConditionTest
{
    private readonly ConditionField kind;
    private readonly byte[] header;
    private readonly TextPattern[] patterns;
    private readonly RuleExpression[] expressions;
    private readonly byte[][] methods;
    private readonly QueryTest[] pairs;
    private readonly Cidr[] blocks;

    private ConditionTest(RuleCondition condition)
    {
        kind = condition.Field;
        // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_PathPatternConditionConfig.html: of all comparisons those of paths and methods alone mind case.
        var ignoresCase = kind != ConditionField.PathPattern;
        header = Encoding.UTF8.GetBytes((condition.HeaderName ?? "").ToLowerInvariant());
        patterns = IsText ? [.. condition.Values.Select(v => TextPattern.Compile(v, ignoresCase))] : [];
        expressions = IsText ? [.. condition.RegexValues.Select(v => Expression(v, kind == ConditionField.HostHeader))] : [];
        methods = kind == ConditionField.HttpRequestMethod ? [.. condition.Values.Select(Encoding.UTF8.GetBytes)] : [];
        pairs = kind == ConditionField.QueryString ? [.. condition.Pairs.Select(p => new QueryTest(p))] : [];
        blocks = kind == ConditionField.SourceIp ? [.. condition.Values.Select(Cidr.Parse)] : [];
    }

    /// <summary>Null where its matches cannot be told by their beginnings or ends: expressions, and fields other than host and path.</summary>
    internal IReadOnlyList<TextPattern>? Patterns => kind is ConditionField.HostHeader or ConditionField.PathPattern && expressions.Length == 0 ? patterns : null;

    internal ConditionField Field => kind;

    private bool IsText => kind is ConditionField.HostHeader or ConditionField.PathPattern or ConditionField.HttpHeader;

    /// <summary>Throws <see cref="FormatException"/> where a value is no CIDR block, or no expression that AWS has.</summary>
    public static ConditionTest Compile(RuleCondition condition) => new(condition);

    public static ImmutableArray<ConditionTest> Compile(IEnumerable<RuleCondition> conditions) => [.. conditions.Select(Compile)];

    public bool Holds<TRequest>(scoped in TRequest request)
        where TRequest : IRequestView, allows ref struct => kind switch
        {
            ConditionField.HostHeader => HasText(RequestHost.NameOf(request.Host)),
            ConditionField.PathPattern => HasText(request.Path),
            ConditionField.HttpHeader => HasHeader(request),
            ConditionField.HttpRequestMethod => IsMethod(request.Method),
            ConditionField.QueryString => HasPair(request.Query),
            ConditionField.SourceIp => IsFrom(request.Source),
            _ => false,
        };

    private static RuleExpression Expression(string text, bool ignoresCase) =>
        RuleExpression.TryCompile(text, ignoresCase, out var made) ? made : throw new FormatException($"'{text}' is not a regular expression of a rule");

    private bool HasText(ReadOnlySpan<byte> text)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Matches(text)) return true;
        }
        foreach (var expression in expressions)
        {
            if (expression.IsIn(text)) return true;
        }
        return false;
    }

    // A header that comes several times is looked through in order.
    private bool HasHeader<TRequest>(scoped in TRequest request)
        where TRequest : IRequestView, allows ref struct
    {
        var position = 0;
        while (request.TryNextHeader(header, ref position, out var value))
        {
            if (HasText(value)) return true;
        }
        return false;
    }

    private bool IsMethod(ReadOnlySpan<byte> method)
    {
        foreach (var wanted in methods)
        {
            if (method.SequenceEqual(wanted)) return true;
        }
        return false;
    }

    private bool HasPair(ReadOnlySpan<byte> query)
    {
        if (query.IsEmpty) return false;
        foreach (var range in query.Split((byte)'&'))
        {
            var pair = query[range];
            foreach (var wanted in pairs)
            {
                if (wanted.Is(pair)) return true;
            }
        }
        return false;
    }

    private bool IsFrom(Ip source)
    {
        foreach (var block in blocks)
        {
            if (block.Contains(source)) return true;
        }
        return false;
    }
}
