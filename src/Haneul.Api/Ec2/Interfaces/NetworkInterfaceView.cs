using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>An interface as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html</summary>
public sealed record NetworkInterfaceView
{
    public required Id<NetworkInterface> NetworkInterfaceId { get; init; }

    public required Id<Subnet> SubnetId { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    public required string AvailabilityZone { get; init; }

    public string? AvailabilityZoneId { get; init; }

    public required string Description { get; init; }

    public required string OwnerId { get; init; }

    public string? RequesterId { get; init; }

    public required bool RequesterManaged { get; init; }

    /// <summary>available or in-use.</summary>
    public required string Status { get; init; }

    public required string MacAddress { get; init; }

    public Ip? PrivateIpAddress { get; init; }

    public string? PrivateDnsName { get; init; }

    public required bool SourceDestCheck { get; init; }

    public required IReadOnlyList<GroupIdentifierView> Groups { get; init; }

    public NetworkInterfaceAttachmentView? Attachment { get; init; }

    public InterfaceAssociationView? Association { get; init; }

    [Wire("privateIpAddressesSet")]
    public required IReadOnlyList<InterfacePrivateIpView> PrivateIpAddresses { get; init; }

    public Ip? Ipv6Address { get; init; }

    [Wire("ipv6AddressesSet")]
    public required IReadOnlyList<InterfaceIpv6View> Ipv6Addresses { get; init; }

    public required string InterfaceType { get; init; }

    public bool DenyAllIgwTraffic { get; }

    public bool Ipv6Native { get; init; }

    public OperatorView Operator { get; } = new(false);

    public required IReadOnlyList<Tag> TagSet { get; init; }

    public static NetworkInterfaceView Of(Scope scope, NetworkInterface nic)
    {
        var hasNames = scope.Find<Vpc>(nic.VpcId)?.EnableDnsHostnames ?? false;
        var addresses = nic.PrivateIps.Select((ip, i) => InterfacePrivateIpView.Of(scope, nic, ip, i == 0, hasNames)).ToList();
        return new NetworkInterfaceView
        {
            NetworkInterfaceId = nic.Id,
            SubnetId = nic.SubnetId,
            VpcId = nic.VpcId,
            AvailabilityZone = nic.Zone,
            AvailabilityZoneId = Regions.Zone(scope.Region, nic.Zone)?.Id,
            Description = nic.Description,
            OwnerId = scope.Account,
            RequesterId = !nic.RequesterManaged ? null : nic.Attachment?.InstanceOwnerId == LoadBalancer.Requester ? LoadBalancer.Requester : scope.Account,
            RequesterManaged = nic.RequesterManaged,
            Status = StatusOf(nic),
            MacAddress = nic.MacAddress,
            PrivateIpAddress = addresses.FirstOrDefault()?.PrivateIpAddress,
            PrivateDnsName = addresses.FirstOrDefault()?.PrivateDnsName,
            SourceDestCheck = nic.SourceDestCheck,
            Groups = GroupIdentifierView.Of(scope, nic.GroupIds),
            Attachment = nic.Attachment is { } attachment ? NetworkInterfaceAttachmentView.Of(attachment) : null,
            Association = addresses.FirstOrDefault()?.Association,
            PrivateIpAddresses = addresses,
            Ipv6Address = nic.Ipv6Addresses.Length > 0 ? nic.Ipv6Addresses[0] : null,
            Ipv6Addresses = [.. nic.Ipv6Addresses.Select((ip, i) => new InterfaceIpv6View(ip, i == 0 && nic.HasPrimaryIpv6))],
            InterfaceType = nic.InterfaceType,
            Ipv6Native = nic.PrivateIps.IsEmpty,
            TagSet = scope.TagsFor(nic.Id.Value),
        };
    }

    public static string StatusOf(NetworkInterface nic) => nic.Attachment is null ? "available" : "in-use";
}

/// <summary>Who else manages it: nobody.</summary>
public sealed record OperatorView(bool Managed);

/// <summary>An IPv6 address of an interface.</summary>
public sealed record InterfaceIpv6View(Ip Ipv6Address, bool IsPrimaryIpv6);
