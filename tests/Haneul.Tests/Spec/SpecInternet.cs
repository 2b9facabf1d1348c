using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>The internet between the gateways: who holds an address, and which addresses it never carries.</summary>
internal static class SpecInternet
{
    /// <summary>RFC 1918, RFC 6598, link-local, loopback, multicast, unique local, "this network", reserved.</summary>
    private static readonly Cidr[] Special =
    [
        .. new[]
        {
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8", "224.0.0.0/4",
            "fe80::/10", "::1/128", "ff00::/8", "fc00::/7",
        }.Select(Cidr.Parse),
    ];

    /// <summary>IPv4 addresses written as IPv6 ones, for NAT64 (RFC 6052).</summary>
    public static readonly Cidr Nat64 = Cidr.Parse("64:ff9b::/96");

    public static bool IsSpecial(Ip ip) => Special.Any(s => s.Contains(ip));

    /// <summary>An address that AWS or Haneul would hand out; if nobody holds it, nobody answers.</summary>
    public static bool IsPooled(World world, Ip ip) =>
        AddressPools.Elastic.Contains(ip) || AddressPools.Outside.Contains(ip) || AddressPools.Ipv6.Contains(ip) || world.Rows<PublicPool>().Any(p => p.Block.Contains(ip));

    /// <summary>The cloud's own hosts: the endpoints of its API, and the internet's resolver.</summary>
    public static string? OfTheCloud(Ip ip) => ip.ToString() switch
    {
        "198.19.255.80" or "2001:db8::ff80" => "aws",
        "198.19.255.53" or "2001:db8::ff53" => "dns",
        _ => null,
    };

    /// <summary>The user's machine, one address of each family.</summary>
    public static bool IsMachine(Ip ip) => ip == AddressPools.Machine || ip == AddressPools.MachineV6;
}
