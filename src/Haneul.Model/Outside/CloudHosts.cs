using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>A host of the cloud's own on the internet, always there; the name is how a trace calls it.</summary>
public sealed record CloudHost(string Name, Ip Address, Ip AddressV6);

/// <summary>The hosts of the cloud's own: they have addresses that nobody else is ever given.</summary>
public static class CloudHosts
{
    /// <summary>Answers for all endpoints of AWS's API (<c>ec2.ap-northeast-2.amazonaws.com</c>).</summary>
    public static CloudHost Api { get; } = new("aws", Ip.Parse("198.19.255.80"), Ip.Parse("2001:db8::ff80"));

    /// <summary>Resolves names for everybody on the internet.</summary>
    public static CloudHost Resolver { get; } = new("dns", Ip.Parse("198.19.255.53"), Ip.Parse("2001:db8::ff53"));

    public static ImmutableArray<CloudHost> All { get; } = [Api, Resolver];
}
