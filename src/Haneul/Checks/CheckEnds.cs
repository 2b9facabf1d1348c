using System.IO.Enumeration;
using Haneul.Fabric;
using Haneul.Model;
using Haneul.Tracing;

namespace Haneul.Checks;

/// <summary>Finds what the names of a check mean: one end as a trace knows it, or all instances of a pattern or tag.</summary>
internal sealed class CheckEnds(Sight sight, string account, string? region)
{
    private const string Tag = "tag:";

    private readonly List<Entry> instances = [.. sight.Index.Entries.Where(e => e.End.Object.Kind == ObjectKind.Instance && e.Place.Account == account && (region is null || e.Place.Region == region))];

    /// <summary>Every source with every destination, but nobody with itself where a pattern named it.</summary>
    public IReadOnlyList<CheckedPath> PathsOf(Check check)
    {
        var sources = check.From.SelectMany(f => Meant(f, check.Except)).Distinct().ToList();
        var paths = new List<CheckedPath>();
        foreach (var target in check.To)
        {
            foreach (var to in Meant(target.Name, check.Except))
            {
                paths.AddRange(sources.Where(from => from.Name != to.Name).Select(from => new CheckedPath(from.Name, to.Name, target.Port, from.Label, to.Label)));
            }
        }
        return paths.Count > 0 ? paths : throw new Fault("NothingToCheck", "No path is left to check: a source and a destination that differ are wanted");
    }

    private IEnumerable<(string Name, string Label)> Meant(string text, IReadOnlyList<string> except)
    {
        if (!IsSeveral(text)) return except.Contains(text) ? throw new Fault("NothingToCheck", $"'{text}' is named and excepted") : [(text, text)];
        var meant = instances.Where(e => Fits(e, text)).ToList();
        if (meant.Count == 0) throw new Fault("NothingToCheck", $"'{text}' fits no instance in account {account}{(region is null ? "" : $", region {region}")}");
        foreach (var exception in except.Where(x => !instances.Exists(e => Fits(e, x)) && !sight.Index.Entries.Any(e => e.Id == x || e.Name == x)))
        {
            throw new Fault("UnknownEnd", $"except: nothing is called '{exception}'");
        }
        meant.RemoveAll(e => except.Any(x => Fits(e, x)));
        return meant.Select(e => (e.Id, e.Name ?? e.Id));
    }

    private static bool IsSeveral(string text) => text.StartsWith(Tag, StringComparison.Ordinal) || text.AsSpan().ContainsAny('*', '?');

    private bool Fits(Entry entry, string text)
    {
        if (text.StartsWith(Tag, StringComparison.Ordinal))
        {
            var (key, value) = text[Tag.Length..].Split('=', 2) is [var k, var v] ? (k, v) : throw Fault.Invalid("tag", text, "Write tag:KEY=VALUE");
            return sight.World.At(entry.Place).TagsOf(entry.Id).GetValueOrDefault(key) is { } has && Fits(has, value);
        }
        return Fits(entry.Id, text) || entry.Name is { } name && Fits(name, text);
    }

    private static bool Fits(string name, string pattern) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
