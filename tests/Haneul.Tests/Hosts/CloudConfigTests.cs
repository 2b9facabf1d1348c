using System.Text.Json;
using Haneul.Kernel;
using Xunit;

namespace Haneul.Tests.Hosts;

public sealed class CloudConfigTests
{
    [Theory]
    [InlineData("a: 1", """{"a":"1"}""")]
    [InlineData("a: x # y\nb: 'it''s # here'\nc: \"tab\\tq\\\"\"", """{"a":"x","b":"it's # here","c":"tab\tq\""}""")]
    [InlineData("runcmd:\n- one two\n- [a, 'b, c', \"d\"]\n- - e\n  - f\n", """{"runcmd":["one two",["a","b, c","d"],["e","f"]]}""")]
    [InlineData("runcmd:\n  - first part\n    second part\n  -\n    key: v\n", """{"runcmd":["first part second part",{"key":"v"}]}""")]
    [InlineData("w:\n  - path: /a\n    content: |\n      one\n\n        two\n    mode: 0600\n  - path: /b", """{"w":[{"path":"/a","content":"one\n\n  two\n","mode":"0600"},{"path":"/b"}]}""")]
    [InlineData("t: >-\n  folded\n  text\nu: |-\n  kept\n", """{"t":"folded text","u":"kept"}""")]
    [InlineData("l: [a,\n  b,\n  c]\n", """{"l":["a","b","c"]}""")]
    [InlineData("runcmd:\n  - echo a: b\n  - curl http://x/y\n  - echo 'a' \"b\"\n", """{"runcmd":["echo a: b","curl http://x/y","echo 'a' \"b\""]}""")]
    [InlineData("# only a comment\n", "{}")]
    public void Yaml_is_read_as_it_is_meant(string yaml, string json) => Assert.Equal(json, JsonSerializer.Serialize(CloudYaml.Read(yaml), new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    [Theory]
    [InlineData("a: &x 1", "line 1")]
    [InlineData("a: 1\nb: {c: d}", "line 2")]
    [InlineData("a: [b, [c]]", "line 1")]
    [InlineData("a: [b", "line 1")]
    [InlineData("a: \"open", "line 1")]
    [InlineData("just text", "line 1")]
    [InlineData("a:\n    b: 1\n  c: 2", "line 3")]
    public void What_is_not_read_is_refused_with_its_line(string yaml, string where) => Assert.Contains(where, Assert.Throws<FormatException>(() => CloudYaml.Read(yaml)).Message);

    [Fact]
    public void Any_text_ends_as_a_map_or_a_complaint()
    {
        var random = new Random(7);
        const string letters = "a:- \n'\"[],|>#{}&";
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => letters[random.Next(letters.Length)]));
            try
            {
                CloudYaml.Read(text);
            }
            catch (FormatException)
            {
                // A complaint is an answer; any other exception fails the test.
            }
        }
    }

    [Fact]
    public void Words_of_a_command_reach_the_shell_as_they_are() => Assert.Contains("('echo' 'it'\\''s $HOME')", CloudConfig.Script("#cloud-config\nruncmd:\n- [echo, \"it's $HOME\"]\n"));
}
