using System.Globalization;
using Haneul.Commands;
using Haneul.Daemon;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Haneul.Checks;

/// <summary>
/// A file of checks in YAML (so JSON too): a list of checks, or a mapping with <c>region</c>, <c>account</c> and <c>checks</c>. What is wrong in it is told with its line.
/// </summary>
internal sealed class CheckFile
{
    private static readonly string[] Known = ["name", "from", "to", "expect", "except", "proto", "ipv6"];

    private readonly string path;

    private CheckFile(string path) => this.path = path;

    /// <exception cref="UserError">Names the file, the line, the field and what would be right.</exception>
    public static CheckRequest Read(string path)
    {
        try
        {
            using var reader = File.OpenText(path);
            return new CheckFile(path).Read(reader);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path}: {e.Message}");
        }
    }

    private CheckRequest Read(TextReader reader)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(reader);
        }
        catch (YamlException e)
        {
            throw new UserError($"{path}:{e.Start.Line}: this is no YAML: {e.Message}");
        }
        var root = yaml.Documents is [var only, ..] ? only.RootNode : throw new UserError($"{path}: it is empty; write a list of checks, such as - {{from: bastion, to: app:22, expect: reachable}}");
        if (root is YamlSequenceNode list) return new CheckRequest { Checks = [.. list.Select(One)] };
        var fields = Fields(root, ["region", "account", "checks"]);
        return new CheckRequest
        {
            Region = Text(fields, "region"),
            Account = Text(fields, "account"),
            Checks = [.. (fields.GetValueOrDefault("checks") as YamlSequenceNode ?? throw Wrong(root, "'checks' is missing; it is a list of checks")).Select(One)],
        };
    }

    private Check One(YamlNode node)
    {
        var fields = Fields(node, Known);
        var expect = Text(fields, "expect") ?? throw Wrong(node, "'expect' is missing; it is reachable or blocked");
        var (from, to, except) = (Texts(fields, "from"), Texts(fields, "to"), Texts(fields, "except"));
        if (from.Count == 0) throw Wrong(node, "'from' is missing; it names who sends: an instance, an address, a host outside, internet, or a pattern such as web-*");
        if (to.Count == 0) throw Wrong(node, "'to' is missing; it names who is meant, with a port: app:22");
        return new Check
        {
            Name = Text(fields, "name") ?? $"{string.Join(", ", from)} → {string.Join(", ", to)}{(except.Count > 0 ? $" except {string.Join(", ", except)}" : "")} is {expect}",
            From = from,
            To = [.. to.Select(t => Target(fields["to"], t))],
            Except = except,
            Protocol = Text(fields, "proto"),
            Ipv6 = Text(fields, "ipv6") switch
            {
                null or "false" => false,
                "true" => true,
                var other => throw Wrong(fields["ipv6"], $"'ipv6' is '{other}'; it is true or false"),
            },
            Reachable = expect switch
            {
                "reachable" => true,
                "blocked" => false,
                _ => throw Wrong(fields["expect"], $"'expect' is '{expect}'; it is reachable or blocked"),
            },
            Line = (int)node.Start.Line,
        };
    }

    private CheckTarget Target(YamlNode at, string text)
    {
        try
        {
            var (name, port) = TraceCommand.Split(text);
            return new CheckTarget(name, port);
        }
        catch (UserError e)
        {
            throw Wrong(at, e.Message);
        }
    }

    private Dictionary<string, YamlNode> Fields(YamlNode node, IReadOnlyList<string> known)
    {
        if (node is not YamlMappingNode mapping) throw Wrong(node, "a mapping is wanted, such as {from: bastion, to: app:22, expect: reachable}");
        var fields = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!known.Contains(name)) throw Wrong(key, $"'{name}' is not known here; known are {string.Join(", ", known)}");
            fields[name] = value;
        }
        return fields;
    }

    private string? Text(Dictionary<string, YamlNode> fields, string name) => !fields.TryGetValue(name, out var node) ? null : Text(node, name);

    private string Text(YamlNode node, string name) =>
        node is YamlScalarNode { Value: { Length: > 0 } text } ? text : throw Wrong(node, $"'{name}' is to be a text{(node is YamlScalarNode ? ", and not empty" : "")}");

    /// <summary>One text, or a list of them.</summary>
    private IReadOnlyList<string> Texts(Dictionary<string, YamlNode> fields, string name) => !fields.TryGetValue(name, out var node) ? []
        : node is YamlSequenceNode list ? [.. list.Select(n => Text(n, name))] : [Text(node, name)];

    private UserError Wrong(YamlNode at, string what) => new(string.Create(CultureInfo.InvariantCulture, $"{path}:{at.Start.Line}: {what}"));
}
