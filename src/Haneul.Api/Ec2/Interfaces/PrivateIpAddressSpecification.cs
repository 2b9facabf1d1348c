using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A private address that an interface is to have. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_PrivateIpAddressSpecification.html</summary>
public sealed record PrivateIpAddressSpecification
{
    public bool Primary { get; init; }

    public required Ip PrivateIpAddress { get; init; }

    /// <summary>The primary and the secondary addresses of a request, which names the primary one in two ways.</summary>
    public static (Ip? Primary, IReadOnlyList<Ip> Secondary) Read(Ip? single, IReadOnlyList<PrivateIpAddressSpecification> list)
    {
        var primaries = list.Where(a => a.Primary).Select(a => a.PrivateIpAddress).ToList();
        if (primaries.Count > 1) throw Fault.Combination("Only one primary private IP address can be specified");
        if (single is not null && primaries.Count == 1 && primaries[0] != single) throw Fault.Combination("PrivateIpAddress and the primary one of PrivateIpAddresses differ");
        return (single ?? (primaries.Count == 1 ? primaries[0] : null), [.. list.Where(a => !a.Primary).Select(a => a.PrivateIpAddress)]);
    }
}

/// <summary>An IPv6 address that an interface is to have. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceIpv6Address.html</summary>
public sealed record InstanceIpv6Address
{
    public required Ip Ipv6Address { get; init; }
}
