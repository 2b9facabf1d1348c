using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Packets;

/// <summary>What a VPC's DHCP options tell its hosts about names. https://docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSetConcepts.html</summary>
internal static class HostResolvers
{
    private const string AmazonProvided = "AmazonProvidedDNS";

    /// <summary>The name servers in order; none where the VPC has no options.</summary>
    public static ImmutableArray<Ip> Of(Scope scope, Vpc vpc) =>
        [.. Values(scope, vpc, "domain-name-servers").Select(v => v == AmazonProvided ? vpc.Cidr.First + 2 : Ip.TryParse(v, out var ip) ? ip : (Ip?)null).OfType<Ip>()];

    /// <summary>The domains that are searched; null where none is told.</summary>
    public static string? DomainOf(Scope scope, Vpc vpc) => Values(scope, vpc, "domain-name") is [_, ..] domains ? string.Join(' ', domains) : null;

    private static IReadOnlyList<string> Values(Scope scope, Vpc vpc, string key) => [.. scope.Find(vpc.DhcpOptionsId)?.Options.Where(o => o.Key == key).SelectMany(o => o.Values) ?? []];
}
