using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Addresses that are not looked up like others: services of the VPC, and what stands in for an address that is not known.</summary>
public static class Reserved
{
    /// <summary>Assumed where a public address is missing; the last of the pool, which is never given out.</summary>
    public static readonly Ip AssumedV4 = AddressPools.Elastic.Last;

    private static readonly Ip[] Services =
    [
        Ip.Parse("169.254.169.253"), Ip.Parse("169.254.169.254"), Ip.Parse("169.254.169.123"),
        Ip.Parse("fd00:ec2::253"), Ip.Parse("fd00:ec2::254"), Ip.Parse("fd00:ec2::123"),
    ];

    /// <summary>Stands for any host on the internet.</summary>
    public static Ip Somewhere(bool v6) => v6 ? SpecialAddresses.SomewhereV6 : SpecialAddresses.SomewhereV4;

    public static bool IsService(Ip ip, Router router)
    {
        if (ip == router.Resolver) return true;
        foreach (var service in Services)
        {
            if (service == ip) return true;
        }
        return false;
    }
}
