using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Addresses that are not looked up like others: services of the VPC, and what the internet does not carry (RFC 6890).</summary>
public static class Reserved
{
    /// <summary>Stands for any host on the internet (RFC 5737, RFC 9637: documentation, so nobody's).</summary>
    public static readonly Ip SomewhereV4 = Ip.Parse("203.0.113.1");

    public static readonly Ip SomewhereV6 = Ip.Parse("3fff::1");

    /// <summary>Assumed where a public address is missing; the last of the pool, which is never given out.</summary>
    public static readonly Ip AssumedV4 = AddressPools.Elastic.Last;

    /// <summary>IPv4 addresses in IPv6 clothes, for NAT64 (RFC 6052).</summary>
    public static readonly Cidr Nat64 = Cidr.Parse("64:ff9b::/96");

    private static readonly Ip[] Services =
    [
        Ip.Parse("169.254.169.253"), Ip.Parse("169.254.169.254"), Ip.Parse("169.254.169.123"),
        Ip.Parse("fd00:ec2::253"), Ip.Parse("fd00:ec2::254"), Ip.Parse("fd00:ec2::123"),
    ];

    private static readonly Cidr[] NotCarried =
    [
        Cidr.Parse("0.0.0.0/8"), Cidr.Parse("10.0.0.0/8"), Cidr.Parse("100.64.0.0/10"), Cidr.Parse("127.0.0.0/8"), Cidr.Parse("169.254.0.0/16"),
        Cidr.Parse("172.16.0.0/12"), Cidr.Parse("192.168.0.0/16"), Cidr.Parse("224.0.0.0/3"),
    ];

    private static readonly Cidr[] NotCarriedV6 =
    [
        Cidr.Parse("::/127"), Cidr.Parse("fc00::/7"), Cidr.Parse("fe80::/10"), Cidr.Parse("ff00::/8"),
    ];

    /// <summary>What the internet does not carry.</summary>
    public static IEnumerable<Cidr> NotCarriedBlocks => NotCarried.Concat(NotCarriedV6);

    /// <summary>The pools: an address of theirs leads somewhere only while somebody holds it.</summary>
    public static IEnumerable<Cidr> PooledBlocks => [AddressPools.Elastic, AddressPools.Outside, AddressPools.Ipv6];

    public static Ip Somewhere(bool v6) => v6 ? SomewhereV6 : SomewhereV4;

    public static bool IsService(Ip ip, Router router)
    {
        if (ip == router.Resolver) return true;
        foreach (var service in Services)
        {
            if (service == ip) return true;
        }
        return false;
    }

    /// <summary>The internet carries packets to it.</summary>
    public static bool IsPublic(Ip ip)
    {
        foreach (var block in ip.IsV6 ? NotCarriedV6 : NotCarried)
        {
            if (block.Contains(ip)) return false;
        }
        return true;
    }

    /// <summary>Of a pool: it reaches somebody only if somebody holds it.</summary>
    public static bool IsPooled(Ip ip) =>
        AddressPools.Elastic.Contains(ip) || AddressPools.Outside.Contains(ip) || AddressPools.Ipv6.Contains(ip);
}
