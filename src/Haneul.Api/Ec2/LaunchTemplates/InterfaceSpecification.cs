using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>An interface of an instance to be launched. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterfaceSpecification.html</summary>
public sealed record InterfaceSpecification
{
    public bool? AssociateCarrierIpAddress { get; init; }

    public bool? AssociatePublicIpAddress { get; init; }

    public bool? DeleteOnTermination { get; init; }

    public string? Description { get; init; }

    public int? DeviceIndex { get; init; }

    [Wire("SecurityGroupId", Out = "groupSet", Item = "groupId")]
    public IReadOnlyList<string>? Groups { get; init; }

    public string? InterfaceType { get; init; }

    public int? Ipv6AddressCount { get; init; }

    [Wire("Ipv6Addresses", Out = "ipv6AddressesSet")]
    public IReadOnlyList<InstanceIpv6Address>? Ipv6Addresses { get; init; }

    public string? NetworkInterfaceId { get; init; }

    public Ip? PrivateIpAddress { get; init; }

    [Wire("PrivateIpAddresses", Out = "privateIpAddressesSet")]
    public IReadOnlyList<PrivateIpAddressSpecification>? PrivateIpAddresses { get; init; }

    public int? SecondaryPrivateIpAddressCount { get; init; }

    public string? SubnetId { get; init; }

    public int? NetworkCardIndex { get; init; }

    [Wire("Ipv4Prefix", Out = "ipv4PrefixSet")]
    public IReadOnlyList<Ipv4PrefixSpecification>? Ipv4Prefixes { get; init; }

    public int? Ipv4PrefixCount { get; init; }

    [Wire("Ipv6Prefix", Out = "ipv6PrefixSet")]
    public IReadOnlyList<Ipv6PrefixSpecification>? Ipv6Prefixes { get; init; }

    public int? Ipv6PrefixCount { get; init; }

    public bool? PrimaryIpv6 { get; init; }

    [NoEffect("ENA Express makes connections faster, not different")]
    public EnaSrdSpecification? EnaSrdSpecification { get; init; }

    [NoEffect("idle timeouts come with carried packets")]
    public ConnectionTrackingSpecification? ConnectionTrackingSpecification { get; init; }

    [NoEffect("queues are the hardware's")]
    public int? EnaQueueCount { get; init; }

    internal LaunchInterface ToLaunch()
    {
        if (AssociateCarrierIpAddress == true) throw Fault.Unsupported("There are no Wavelength Zones, so no carrier addresses");
        if (InterfaceType is not (null or "interface" or "efa")) throw Fault.Invalid("NetworkInterface.InterfaceType", InterfaceType, "It must be interface or efa");
        if (Ipv4Prefixes is { Count: > 0 } || Ipv6Prefixes is { Count: > 0 } || Ipv4PrefixCount > 0 || Ipv6PrefixCount > 0)
        {
            throw Fault.Unsupported("Haneul delegates no prefixes to interfaces");
        }
        var index = DeviceIndex ?? throw Fault.Missing("NetworkInterface.DeviceIndex");
        if (index < 0) throw Fault.Invalid("NetworkInterface.DeviceIndex", $"{index}", "It must not be negative");
        if (NetworkCardIndex is not (null or 0)) throw Fault.Invalid("NetworkInterface.NetworkCardIndex", $"{NetworkCardIndex}", "The instance type has one network card");
        var plain = new LaunchInterface(index) { AssociatePublicIp = AssociatePublicIpAddress, DeleteOnTermination = DeleteOnTermination };
        if (NetworkInterfaceId is { } existing)
        {
            if (SubnetId is not null || Groups is { Count: > 0 } || PrivateIpAddress is not null) throw Fault.Combination("An interface that exists has its subnet, groups and addresses already");
            return plain with { Existing = Ids.Of<NetworkInterface>(existing, "NetworkInterfaceId") };
        }
        return plain with { SubnetId = SubnetId is { } subnet ? Ids.Of<Subnet>(subnet, "SubnetId") : null, Request = ToRequest() };
    }

    private InterfaceRequest ToRequest()
    {
        var (primary, secondary) = PrivateIpAddressSpecification.Read(PrivateIpAddress, PrivateIpAddresses ?? []);
        return new InterfaceRequest(default)
        {
            PrimaryIp = primary,
            SecondaryIps = [.. secondary],
            SecondaryCount = SecondaryPrivateIpAddressCount ?? 0,
            Ipv6Addresses = [.. (Ipv6Addresses ?? []).Select(a => a.Ipv6Address)],
            Ipv6Count = Ipv6AddressCount,
            HasPrimaryIpv6 = PrimaryIpv6 ?? false,
            GroupIds = [.. (Groups ?? []).Select(g => Ids.Of<SecurityGroup>(g, "SecurityGroupId"))],
            Description = Description ?? "",
            InterfaceType = InterfaceType ?? "interface",
        };
    }
}

/// <summary>An IPv4 prefix.</summary>
public sealed record Ipv4PrefixSpecification
{
    public string? Ipv4Prefix { get; init; }
}

/// <summary>An IPv6 prefix.</summary>
public sealed record Ipv6PrefixSpecification
{
    public string? Ipv6Prefix { get; init; }
}

/// <summary>ENA Express.</summary>
public sealed record EnaSrdSpecification
{
    public bool? EnaSrdEnabled { get; init; }

    public EnaSrdUdpSpecification? EnaSrdUdpSpecification { get; init; }
}

/// <summary>ENA Express for UDP.</summary>
public sealed record EnaSrdUdpSpecification
{
    public bool? EnaSrdUdpEnabled { get; init; }
}

/// <summary>Seconds that idle tracked connections are kept.</summary>
public sealed record ConnectionTrackingSpecification
{
    public int? TcpEstablishedTimeout { get; init; }

    public int? UdpStreamTimeout { get; init; }

    public int? UdpTimeout { get; init; }
}
