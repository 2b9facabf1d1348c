using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Tests.Balancing;

/// <summary>Rules and requests by chance over few words, so that they meet.</summary>
internal sealed class RandomRules(System.Random random)
{
    private static readonly string[] Words = ["a", "b", "api", "img", "Api", "x1"];
    private static readonly string[] Names = ["x-one", "X-Two", "accept"];
    private static readonly string[] Methods = ["GET", "POST", "get", "PURGE"];

    public ImmutableArray<RuleCondition> Rule() => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Condition()).DistinctBy(c => c.Field is ConditionField.HttpHeader or ConditionField.QueryString ? random.Next() : (int)c.Field)];

    public AskedRequest Request() => new(
        One(Methods),
        Cased(Host()) + (random.Next(4) == 0 ? ":8080" : ""),
        Path(),
        string.Join('&', Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(4) == 0 ? One(Words) : $"{One(Words)}={Cased(Text())}")),
        Ip.V4((uint)(0x0A000000 + random.Next(64))),
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => KeyValuePair.Create(Cased(One(Names)), Cased(Text())))]);

    private RuleCondition Condition() => random.Next(6) switch
    {
        0 => Regexed(new RuleCondition(ConditionField.HostHeader) { Values = Some(() => Holed(Host())) }, "^(a|api)[.]", "x[0-9]"),
        1 => Regexed(new RuleCondition(ConditionField.PathPattern) { Values = Some(() => Holed(Path())) }, "^/a.*i$", "/(img|b)/?$"),
        2 => Regexed(new RuleCondition(ConditionField.HttpHeader) { HeaderName = One(Names), Values = Some(() => Holed(Text())) }, "^a", "[bB]$"),
        3 => new RuleCondition(ConditionField.HttpRequestMethod) { Values = Some(() => One(Methods)) },
        4 => new RuleCondition(ConditionField.QueryString) { Pairs = [.. Some(() => "").Select(_ => new QueryPair(random.Next(2) == 0 ? null : Holed(One(Words)), Holed(Text())))] },
        _ => new RuleCondition(ConditionField.SourceIp) { Values = Some(() => new Cidr(Ip.V4((uint)(0x0A000000 + random.Next(64))), random.Next(26, 33)).ToString()) },
    };

    private RuleCondition Regexed(RuleCondition condition, params string[] expressions) =>
        random.Next(8) == 0 ? condition with { Values = random.Next(2) == 0 ? [] : condition.Values, RegexValues = [One(expressions)] } : condition;

    private string Host() => string.Join('.', Enumerable.Range(0, random.Next(1, 4)).Select(_ => One(Words)).Append("com"));

    private string Path() => "/" + string.Join('/', Enumerable.Range(0, random.Next(4)).Select(_ => One(Words)));

    private string Text() => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(9) == 0 ? "*" : One(Words)));

    private string Cased(string text) => random.Next(3) == 0 ? text.ToUpperInvariant() : text;

    /// <summary>With stars for parts, question marks for characters, and now and then a backslash before them.</summary>
    private string Holed(string text)
    {
        for (var holes = random.Next(3); holes > 0; holes--)
        {
            var at = random.Next(text.Length);
            text = text[..at] + (random.Next(3) == 0 ? "?" + text[(at + 1)..] : (random.Next(6) == 0 ? "\\*" : "*") + text[Math.Min(text.Length, at + random.Next(4))..]);
        }
        return text;
    }

    private ImmutableArray<string> Some(Func<string> next) => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => next())];

    private T One<T>(T[] of) => of[random.Next(of.Length)];
}
