using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>Addresses that are not looked up like others: they stand in for one that is not known.</summary>
public static class Reserved
{
    /// <summary>Assumed where a public address is missing; the last of the pool, which is never given out.</summary>
    public static readonly Ip AssumedV4 = AddressPools.Elastic.Last;

    /// <summary>Stands for any host on the internet.</summary>
    public static Ip Somewhere(bool v6) => v6 ? SpecialAddresses.SomewhereV6 : SpecialAddresses.SomewhereV4;
}
