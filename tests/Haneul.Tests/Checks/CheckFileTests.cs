using Haneul.Checks;
using Haneul.Daemon;
using Xunit;

namespace Haneul.Tests.Checks;

/// <summary>Files of checks: what is read, and what is said of what cannot be.</summary>
public sealed class CheckFileTests
{
    [Fact]
    public void A_list_and_a_mapping_say_the_same()
    {
        var list = Read("- { from: bastion, to: 'app:ssh', expect: reachable }");
        var mapping = Read("region: us-east-1\nchecks:\n  - from: [bastion]\n    to: [\"app:22\"]\n    expect: reachable");
        Assert.Equal("us-east-1", mapping.Region);
        Assert.Equal(new CheckTarget("app", 22), Assert.Single(Assert.Single(mapping.Checks).To));
        Assert.Equal(list.Checks[0].To, mapping.Checks[0].To);
        Assert.Equal((1, 3), (list.Checks[0].Line, mapping.Checks[0].Line));
    }

    [Fact]
    public void Json_is_read_too() =>
        Assert.False(Assert.Single(Read("""[{"from": "internet", "to": "*:22", "expect": "blocked", "except": ["bastion"]}]""").Checks).Reachable);

    [Theory]
    [InlineData("- { from: a, to: b, expect: reachble }", ":1: 'expect' is 'reachble'; it is reachable or blocked")]
    [InlineData("\n- { from: a, to: b }", ":2: 'expect' is missing")]
    [InlineData("- { to: b, expect: blocked }", ":1: 'from' is missing")]
    [InlineData("- from: a\n  expect: blocked", ":1: 'to' is missing")]
    [InlineData("- from: a\n  too: b", ":2: 'too' is not known here; known are name, from, to")]
    [InlineData("- { from: a, to: 'b:banana', expect: blocked }", "'banana' is no port")]
    [InlineData("- { from: a, to: b, expect: blocked, ipv6: maybe }", "'ipv6' is 'maybe'; it is true or false")]
    [InlineData("- { from: { a: b }, to: b, expect: blocked }", "'from' is to be a text")]
    [InlineData("- bastion", "a mapping is wanted")]
    [InlineData("region: x", "'checks' is missing")]
    [InlineData("a: [", "this is no YAML")]
    [InlineData("", "it is empty")]
    public void What_is_wrong_is_told_with_its_line(string text, string told) =>
        Assert.Contains(told, Assert.Throws<UserError>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_is_said() =>
        Assert.Contains("no-such.yaml", Assert.Throws<UserError>(() => CheckFile.Read("no-such.yaml")).Message, StringComparison.Ordinal);

    private static CheckRequest Read(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            return CheckFile.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
