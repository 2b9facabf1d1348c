using System.Collections.Frozen;
using Haneul.Api.Dispatch;
using Haneul.Balancing;
using Haneul.Model;

namespace Haneul.Services;

/// <summary>The zones that names of the cloud lie in, and the names of its endpoints. https://docs.aws.amazon.com/general/latest/gr/rande.html</summary>
internal static class CloudZones
{
    private static readonly FrozenSet<string> Zones = Regions.All
        .SelectMany(r => (string[])[DhcpDefaults.DomainOf(r.Name), Above(DnsNames.Public(r.Name, default)), $"{r.Name}.amazonaws.com", $"{r.Name}.api.aws"])
        .Concat(["amazonaws.com", "in-addr.arpa", "ip6.arpa"])
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Zones and what is above them: nobody has these names, but there are names below (RFC 8020).</summary>
    private static readonly FrozenSet<string> NamesAbove = Zones.SelectMany(Upwards).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A name of one of these serves IPv6 too.</summary>
    private const string DualStack = ".api.aws";

    private static readonly FrozenSet<string> Endpoints = Service.All
        .SelectMany(s => Regions.All.SelectMany(r => (string[])[$"{s.SigningName}.{r.Name}.amazonaws.com", $"{s.SigningName}.{r.Name}{DualStack}"]).Append($"{s.SigningName}.amazonaws.com"))
        .Concat(Regions.All.Select(r => PublicKeys.HostOf(r.Name)))
        .ToFrozenSet(StringComparer.Ordinal);

    public static bool HasNamesBelow(string name) => name.Length == 0 || NamesAbove.Contains(name);

    /// <summary>The zone that says that a name is not there; empty for the root.</summary>
    public static string Of(string name) => Upwards(name).FirstOrDefault(Zones.Contains) ?? "";

    /// <summary>The addresses of an endpoint of the cloud's API; null where it is none that Haneul answers for.</summary>
    public static IReadOnlyList<Ip>? EndpointAddresses(string name)
    {
        if (!Endpoints.Contains(name)) return null;
        return name.EndsWith(DualStack, StringComparison.Ordinal) ? [CloudHosts.Api.Address, CloudHosts.Api.AddressV6] : [CloudHosts.Api.Address];
    }

    private static string Above(string name) => name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static IEnumerable<string> Upwards(string name)
    {
        yield return name;
        for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', dot + 1)) yield return name[(dot + 1)..];
    }
}
