using System.Collections.Frozen;
using System.Reflection;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>What can be tagged, told by the prefix of its id: the resource type as AWS names it, and whether the id names something.</summary>
internal static class TaggedKinds
{
    private sealed record Tagged(string Type, Func<Scope, string, bool> Exists, Func<string, Fault> NotFound);

    private static readonly FrozenDictionary<string, Tagged> ByPrefix = Find();

    /// <summary>The resource type of an id: <c>vpc-1</c> → <c>vpc</c>; empty for what is not known.</summary>
    public static string TypeOf(string id) => ByPrefix.GetValueOrDefault(PrefixOf(id))?.Type ?? "";

    /// <summary>Faults, with the code of the id's own kind, when the id names nothing that could be tagged.</summary>
    public static void Require(Scope scope, string id)
    {
        var kind = ByPrefix.GetValueOrDefault(PrefixOf(id)) ?? throw new Fault("InvalidID", $"The ID '{id}' is not valid");
        if (!kind.Exists(scope, id)) throw kind.NotFound(id);
    }

    private static string PrefixOf(string id) => id.LastIndexOf('-') is > 0 and var dash ? id[..dash] : "";

    private static FrozenDictionary<string, Tagged> Find()
    {
        var found = new Dictionary<string, Tagged>(StringComparer.Ordinal);
        var of = typeof(TaggedKinds).GetMethod(nameof(Of), BindingFlags.NonPublic | BindingFlags.Static) ?? throw new InvalidOperationException();
        foreach (var type in typeof(IResource).Assembly.GetTypes().Concat(typeof(TaggedKinds).Assembly.GetTypes()))
        {
            if (type.IsAbstract || type.IsGenericTypeDefinition || !typeof(IResource).IsAssignableFrom(type)) continue;
            var (prefix, tagged) = ((string, Tagged))(of.MakeGenericMethod(type).Invoke(null, null) ?? throw new InvalidOperationException());
            if (prefix.Length > 0 && tagged.Type.Length > 0) found.Add(prefix, tagged);
        }
        found["pcx"] = found["pcx"] with { Exists = (s, id) => s.Find<VpcPeering>(new Id<VpcPeering>(id)) is { } p && Peerings.IsSeenFrom(s.Place, p) };
        found[SecurityGroupRule.Prefix] = new Tagged(
            "security-group-rule", (s, id) => s.All<SecurityGroup>().Any(g => g.Rules.Any(r => r.Id == id)), SecurityGroups.RuleNotFound);
        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static (string, Tagged) Of<T>() where T : IResource<T> =>
        (T.Kind.Prefix, new Tagged(T.Kind.TagType, (s, id) => s.TryFind(new Id<T>(id), out _), Fault.NotFound<T>));
}
