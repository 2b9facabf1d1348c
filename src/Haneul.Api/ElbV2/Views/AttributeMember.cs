using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>An attribute of a balancer, listener or target group, both ways. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html</summary>
public sealed record AttributeMember
{
    public string? Key { get; init; }

    public string? Value { get; init; }

    /// <summary>All attributes of a thing, with AWS's defaults where nothing was set.</summary>
    internal static IReadOnlyList<AttributeMember> Of(SettingList list, IReadOnlyDictionary<string, string> set) => [.. list.All.Select(s => new AttributeMember { Key = s.Key, Value = list.Value(set, s.Key) })];

    internal static IEnumerable<KeyValuePair<string, string>> Pairs(IReadOnlyList<AttributeMember> given)
    {
        if (given.Count == 0) throw BalancerFaults.Validation("At least one attribute must be specified");
        if (given.FirstOrDefault(a => string.IsNullOrEmpty(a.Key)) is not null) throw BalancerFaults.Validation("An attribute needs a key");
        if (given.DistinctBy(a => a.Key, StringComparer.Ordinal).Count() < given.Count) throw BalancerFaults.Validation("An attribute was specified more than once");
        return given.Select(a => KeyValuePair.Create(a.Key ?? "", a.Value ?? ""));
    }
}
