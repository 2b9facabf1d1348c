using System.Collections.Immutable;
using Haneul.Fabric;
using Haneul.Model;
using Haneul.Tests.Spec;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Balancing;

public sealed class RuleLaws(ITestOutputHelper output)
{
    private readonly Seed seed = new(output, nameof(RuleLaws));

    [Fact]
    public void The_table_finds_the_rule_that_is_found_by_looking_at_one_after_the_other()
    {
        var found = 0;
        seed.Cases(300, random =>
        {
            var some = new RandomRules(random);
            var rules = Enumerable.Range(0, random.Next(1, random.Next(2) == 0 ? 5 : 200)).Select(_ => some.Rule()).ToList();
            var table = RuleTable.Compile(rules);
            for (var i = 0; i < 20; i++)
            {
                var asked = some.Request();
                var expected = asked.Find(rules);
                if (expected >= 0) found++;
                Assert.True(expected == table.Find(View(asked)), $"{asked} {string.Join(',', asked.Headers)}: expected rule {expected}: {(expected < 0 ? "" : string.Join(" and ", rules[expected]))}");
            }
        });
        Assert.InRange(found, 1000, 5900);
    }

    [Fact]
    public void Asking_allocates_nothing()
    {
        var some = new RandomRules(new System.Random(7));
        var rules = Enumerable.Range(0, 300).Select(_ => some.Rule()).ToList();
        var table = RuleTable.Compile(rules.Select(r => r.Select(c => c with { RegexValues = [] }).ToImmutableArray()));
        var requests = Enumerable.Range(0, 50).Select(_ => View(some.Request())).ToList();
        foreach (var request in requests) table.Find(request);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var request in requests) table.Find(request);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData("*.example.com", "www.example.com", true)]
    [InlineData("*.example.com", "WWW.EXAMPLE.COM:8443", true)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("exampl?.com", "example.com", true)]
    [InlineData("exampl?.com", "exampl.com", false)]
    public void Hosts_match_whatever_their_case_and_port(string pattern, string host, bool matches) =>
        Assert.Equal(matches ? 0 : -1, Only(new RuleCondition(ConditionField.HostHeader) { Values = [pattern] }).Find(new PlainRequest("GET", host, "/", "", default)));

    [Theory]
    [InlineData("/img/*", "/img/a.png", true)]
    [InlineData("/img/*", "/IMG/a.png", false)]
    [InlineData("/img/*/pics", "/img/a/b/pics", true)]
    [InlineData("/img/*", "/img", false)]
    [InlineData("*", "/", true)]
    public void Paths_match_in_their_case(string pattern, string path, bool matches) =>
        Assert.Equal(matches ? 0 : -1, Only(new RuleCondition(ConditionField.PathPattern) { Values = [pattern] }).Find(new PlainRequest("GET", "a.com", path, "", default)));

    [Theory]
    [InlineData("version", "v1", "a=b&VERSION=V1", true)]
    [InlineData("version", "v1", "version=v2", false)]
    [InlineData(null, "*example*", "q=an-example-of", true)]
    [InlineData("q", "\\*", "q=*", true)]
    [InlineData("q", "\\*", "q=a", false)]
    [InlineData("q", "a b", "q=a%20b", false)]
    public void Pairs_of_the_query_match_in_any_order_and_undecoded(string? key, string value, string query, bool matches) =>
        Assert.Equal(matches ? 0 : -1, Only(new RuleCondition(ConditionField.QueryString) { Pairs = [new QueryPair(key, value)] }).Find(new PlainRequest("GET", "a.com", "/", query, default)));

    [Theory]
    [InlineData("2001:db8::/32", "2001:db8::1", true)]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    public void Sources_match_blocks_of_their_family(string block, string source, bool matches) =>
        Assert.Equal(matches ? 0 : -1, Only(new RuleCondition(ConditionField.SourceIp) { Values = [block] }).Find(new PlainRequest("GET", "a.com", "/", "", Ip.Parse(source))));

    [Theory]
    [InlineData("^/api/v[0-9]+$", true)]
    [InlineData("(?=a)", false)]
    [InlineData("(a)\\1", false)]
    [InlineData("(?>a)", false)]
    [InlineData("a++", false)]
    [InlineData("\\p{L}", false)]
    [InlineData("(", false)]
    public void Expressions_are_those_that_AWS_has(string text, bool isOne) => Assert.Equal(isOne, RuleExpression.TryCompile(text, false, out _));

    private static RuleTable Only(params RuleCondition[] conditions) => RuleTable.Compile([[.. conditions]]);

    private static PlainRequest View(AskedRequest asked) => new(asked.Method, asked.Host, asked.Path, asked.Query, asked.Source, asked.Headers);
}
