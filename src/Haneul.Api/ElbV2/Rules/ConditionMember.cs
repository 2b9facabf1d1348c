using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>A condition of a rule, both ways. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html</summary>
public sealed record ConditionMember
{
    public string? Field { get; init; }

    /// <summary>The older way to give a host or a path.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    public IReadOnlyList<string> RegexValues { get; init; } = [];

    public ValuesMember? HostHeaderConfig { get; init; }

    public ValuesMember? PathPatternConfig { get; init; }

    public HeaderMember? HttpHeaderConfig { get; init; }

    public QueryMember? QueryStringConfig { get; init; }

    public PlainMember? HttpRequestMethodConfig { get; init; }

    public PlainMember? SourceIpConfig { get; init; }

    /// <summary>Methods or blocks.</summary>
    public sealed record PlainMember
    {
        public IReadOnlyList<string> Values { get; init; } = [];
    }

    /// <summary>Patterns or expressions.</summary>
    public sealed record ValuesMember
    {
        public IReadOnlyList<string> Values { get; init; } = [];

        public IReadOnlyList<string> RegexValues { get; init; } = [];
    }

    /// <summary>A header and patterns or expressions for its value.</summary>
    public sealed record HeaderMember
    {
        public string? HttpHeaderName { get; init; }

        public IReadOnlyList<string> Values { get; init; } = [];

        public IReadOnlyList<string> RegexValues { get; init; } = [];
    }

    /// <summary>Patterns for pairs.</summary>
    public sealed record QueryMember
    {
        public IReadOnlyList<PairMember> Values { get; init; } = [];
    }

    /// <summary>A pattern for a key and for its value.</summary>
    public sealed record PairMember
    {
        public string? Key { get; init; }

        public string? Value { get; init; }
    }

    internal static ConditionMember Of(RuleCondition condition)
    {
        var values = new ValuesMember { Values = condition.Values, RegexValues = condition.RegexValues };
        var plain = new PlainMember { Values = condition.Values };
        return new ConditionMember
        {
            Field = BalancerWords.Of(condition.Field),
            Values = condition.Field is ConditionField.HostHeader or ConditionField.PathPattern ? condition.Values : [],
            RegexValues = condition.Field is ConditionField.HostHeader or ConditionField.PathPattern ? condition.RegexValues : [],
            HostHeaderConfig = condition.Field == ConditionField.HostHeader ? values : null,
            PathPatternConfig = condition.Field == ConditionField.PathPattern ? values : null,
            HttpRequestMethodConfig = condition.Field == ConditionField.HttpRequestMethod ? plain : null,
            SourceIpConfig = condition.Field == ConditionField.SourceIp ? plain : null,
            HttpHeaderConfig = condition.Field == ConditionField.HttpHeader ? new HeaderMember { HttpHeaderName = condition.HeaderName, Values = condition.Values, RegexValues = condition.RegexValues } : null,
            QueryStringConfig = condition.Field == ConditionField.QueryString ? new QueryMember { Values = [.. condition.Pairs.Select(p => new PairMember { Key = p.Key, Value = p.Value })] } : null,
        };
    }

    internal RuleCondition Read()
    {
        var field = BalancerWords.Field(Field ?? throw BalancerFaults.Validation("A condition needs a field"));
        (ConditionField Field, bool IsGiven)[] configs =
        [
            (ConditionField.HostHeader, HostHeaderConfig is not null), (ConditionField.PathPattern, PathPatternConfig is not null), (ConditionField.HttpHeader, HttpHeaderConfig is not null),
            (ConditionField.QueryString, QueryStringConfig is not null), (ConditionField.HttpRequestMethod, HttpRequestMethodConfig is not null), (ConditionField.SourceIp, SourceIpConfig is not null),
        ];
        if (configs.Any(c => c.IsGiven && c.Field != field)) throw BalancerFaults.Validation($"A condition of field {Field} takes its own configuration only");
        var patterns = field == ConditionField.HostHeader ? HostHeaderConfig : PathPatternConfig;
        return new RuleCondition(field)
        {
            Values = Chosen(patterns?.Values ?? HttpHeaderConfig?.Values ?? HttpRequestMethodConfig?.Values ?? SourceIpConfig?.Values, Values),
            RegexValues = Chosen(patterns?.RegexValues ?? HttpHeaderConfig?.RegexValues, RegexValues),
            HeaderName = HttpHeaderConfig?.HttpHeaderName,
            Pairs = [.. QueryStringConfig?.Values.Select(p => new QueryPair(p.Key, p.Value ?? throw BalancerFaults.Validation("A query-string condition needs a value"))) ?? []],
        };
    }

    private static ImmutableArray<string> Chosen(IReadOnlyList<string>? config, IReadOnlyList<string> plain)
    {
        if (config is { Count: > 0 } && plain.Count > 0 && !config.SequenceEqual(plain)) throw BalancerFaults.Validation("The values of a condition are given in its configuration or beside it, not both");
        return config is { Count: > 0 } ? [.. config] : [.. plain];
    }
}
