using System.Collections.Frozen;

namespace Haneul.Model;

/// <summary>The fields of a flow log record, each with the version that brought it. https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html</summary>
public static class FlowLogField
{
    /// <summary>By name, without <c>${}</c>.</summary>
    public static FrozenDictionary<string, int> Versions { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["version"] = 2, ["account-id"] = 2, ["interface-id"] = 2, ["srcaddr"] = 2, ["dstaddr"] = 2, ["srcport"] = 2, ["dstport"] = 2,
        ["protocol"] = 2, ["packets"] = 2, ["bytes"] = 2, ["start"] = 2, ["end"] = 2, ["action"] = 2, ["log-status"] = 2,
        ["vpc-id"] = 3, ["subnet-id"] = 3, ["instance-id"] = 3, ["tcp-flags"] = 3, ["type"] = 3, ["pkt-srcaddr"] = 3, ["pkt-dstaddr"] = 3,
        ["region"] = 4, ["az-id"] = 4, ["sublocation-type"] = 4, ["sublocation-id"] = 4,
        ["pkt-src-aws-service"] = 5, ["pkt-dst-aws-service"] = 5, ["flow-direction"] = 5, ["traffic-path"] = 5,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names in a format such as <c>${version} ${srcaddr}</c>; null where it is none, or names what is no field.</summary>
    public static IReadOnlyList<string>? In(string format)
    {
        var names = new List<string>();
        foreach (var word in format.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!(word.StartsWith("${", StringComparison.Ordinal) && word.EndsWith('}') && word[2..^1] is var name && Versions.ContainsKey(name))) return null;
            names.Add(name);
        }
        return names.Count == 0 ? null : names;
    }

    /// <summary>The version that a record with these fields calls itself: the highest of theirs.</summary>
    public static int VersionOf(IReadOnlyList<string> names) => names.Max(n => Versions[n]);
}
