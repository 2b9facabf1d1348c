using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>
/// A listener's rule: where all of its conditions hold, its actions are taken; of several, that of the lowest priority. The id is the resource part of its ARN: <c>listener-rule/app/name/…/…/9683b2d02a6cabee</c>. A listener's default actions are no row of their own.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Rule.html
/// </summary>
public sealed record ListenerRule : IResource<ListenerRule>, IMarked
{
    public static Kind Kind { get; } = new("listener-rule", "", "", "RuleNotFound", "ValidationError", "rule");

    public required Id<ListenerRule> Id { get; init; }

    public required Id<Listener> ListenerId { get; init; }

    /// <summary>1 to 50,000; unique in its listener.</summary>
    public required int Priority { get; init; }

    public required ImmutableArray<RuleCondition> Conditions { get; init; }

    public required ImmutableArray<RuleAction> Actions { get; init; }

    public ImmutableArray<RuleTransform> Transforms { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = TagSet.None;

    IEnumerable<string> IMarked.Marks => [ListenerId.Value, .. Actions.SelectMany(a => a.TargetGroupIds).Select(g => g.Value)];
}

/// <summary>What of a request a condition looks at.</summary>
public enum ConditionField
{
    HostHeader,
    PathPattern,
    HttpHeader,
    HttpRequestMethod,
    QueryString,
    SourceIp,
}

/// <summary>
/// A condition of a rule; it holds where any of its values does. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
/// </summary>
public sealed record RuleCondition(ConditionField Field)
{
    /// <summary>Patterns with * and ? (host, path, header), methods, or CIDR blocks.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>Regular expressions (host, path, header).</summary>
    public ImmutableArray<string> RegexValues { get; init; } = [];

    /// <summary>The header's name, whatever its case.</summary>
    public string? HeaderName { get; init; }

    /// <summary>Patterns for pairs of the query.</summary>
    public ImmutableArray<QueryPair> Pairs { get; init; } = [];
}

/// <summary>A pattern for a key (null: any) and its value in a query string.</summary>
public sealed record QueryPair(string? Key, string Value);

/// <summary>Rewrites the host or the path and query of a request before it goes to a target: the first match of the expression is replaced.</summary>
/// <param name="Type">host-header-rewrite or url-rewrite.</param>
/// <param name="Regex">What is replaced.</param>
/// <param name="Replace">By what; $1 … are groups.</param>
public sealed record RuleTransform(string Type, string Regex, string Replace);
