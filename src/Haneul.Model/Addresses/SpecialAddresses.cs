using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>Addresses that are nobody's on the internet: what it does not carry (RFC 6890), and what stands for somebody else.</summary>
public static class SpecialAddresses
{
    /// <summary>What the internet does not carry: private, shared, link-local, loopback, multicast, reserved.</summary>
    public static ImmutableArray<Cidr> NotCarried { get; } =
    [
        .. new[] { "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3" }.Select(Cidr.Parse),
        .. new[] { "::/127", "fc00::/7", "fe80::/10", "ff00::/8" }.Select(Cidr.Parse),
    ];

    /// <summary>What a home uses inside: RFC 1918 and RFC 6598.</summary>
    public static ImmutableArray<Cidr> Private { get; } = [.. new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10" }.Select(Cidr.Parse)];

    /// <summary>IPv4 addresses in IPv6 clothes, for NAT64 (RFC 6052).</summary>
    public static Cidr Nat64 { get; } = Cidr.Parse("64:ff9b::/96");

    /// <summary>Stands for any host on the internet (RFC 5737, RFC 9637: documentation, so nobody's).</summary>
    public static Ip SomewhereV4 { get; } = Ip.Parse("203.0.113.1");

    public static Ip SomewhereV6 { get; } = Ip.Parse("3fff::1");

    /// <summary>The internet carries packets to it.</summary>
    public static bool IsPublic(Ip ip)
    {
        foreach (var block in NotCarried)
        {
            if (block.Contains(ip)) return false;
        }
        return true;
    }
}
