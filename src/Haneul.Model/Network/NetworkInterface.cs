using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>An elastic network interface: where an instance, NAT gateway or endpoint meets a subnet, and where security groups apply.</summary>
public sealed record NetworkInterface : IResource<NetworkInterface>, IMarked
{
    public static Kind Kind { get; } = new(
        "network-interface", "eni", "network-interface",
        "InvalidNetworkInterfaceID.NotFound", "InvalidNetworkInterfaceId.Malformed", "networkInterface ID");

    public required Id<NetworkInterface> Id { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    public required Id<Subnet> SubnetId { get; init; }

    public required string Zone { get; init; }

    /// <summary>Colon-separated, lower case.</summary>
    public required string MacAddress { get; init; }

    /// <summary>IPv4 addresses; the first is the primary one. Empty only in an IPv6-only subnet.</summary>
    public ImmutableArray<Ip> PrivateIps { get; init; } = [];

    public ImmutableArray<Ip> Ipv6Addresses { get; init; } = [];

    /// <summary>The first IPv6 address stays as long as the interface; once set it cannot be unset.</summary>
    public bool HasPrimaryIpv6 { get; init; }

    public ImmutableArray<Id<SecurityGroup>> GroupIds { get; init; } = [];

    public string Description { get; init; } = "";

    /// <summary>AWS's word: <c>interface</c>, <c>nat_gateway</c>, <c>vpc_endpoint</c> …</summary>
    public string InterfaceType { get; init; } = "interface";

    public bool RequesterManaged { get; init; }

    public bool SourceDestCheck { get; init; } = true;

    /// <summary>The public address that AWS lent at launch; it stands for the primary private one and is taken back at stop.</summary>
    public Ip? LentPublicIp { get; init; }

    public InterfaceAttachment? Attachment { get; init; }

    /// <summary>All addresses, both families.</summary>
    public IEnumerable<Ip> Addresses => PrivateIps.Concat(Ipv6Addresses);

    /// <summary>Found by its VPC, subnet, groups, instance and attachment, and by <c>subnet/address</c>.</summary>
    IEnumerable<string> IMarked.Marks
    {
        get
        {
            yield return VpcId.Value;
            yield return SubnetId.Value;
            foreach (var group in GroupIds) yield return group.Value;
            foreach (var ip in Addresses) yield return MarkOf(SubnetId, ip);
            if (Attachment is null) yield break;
            yield return Attachment.AttachmentId;
            if (Attachment.InstanceId is { } instance) yield return instance.Value;
        }
    }

    /// <summary>The mark of the interface that has this address in this subnet.</summary>
    public static string MarkOf(Id<Subnet> subnet, Ip ip) => $"{subnet}/{ip}";

    public bool Has(Ip ip) => ip.IsV6 ? Ipv6Addresses.Contains(ip) : PrivateIps.Contains(ip);
}

/// <summary>What an interface is attached to: an instance, or something of AWS's own (NAT gateway, endpoint).</summary>
public sealed record InterfaceAttachment(string AttachmentId, Id<Instance>? InstanceId, int DeviceIndex, DateTimeOffset AttachTime)
{
    /// <summary>The account that owns what it is attached to (<c>amazon-aws</c> for AWS's own).</summary>
    public required string InstanceOwnerId { get; init; }

    public int NetworkCardIndex { get; init; }

    /// <summary>attaching, attached, detaching or detached.</summary>
    public string Status { get; init; } = "attached";

    public bool DeleteOnTermination { get; init; }
}
