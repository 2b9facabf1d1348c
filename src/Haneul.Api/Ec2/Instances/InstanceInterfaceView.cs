using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>An interface as it is shown with its instance. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterface.html</summary>
public sealed record InstanceInterfaceView
{
    public required Id<NetworkInterface> NetworkInterfaceId { get; init; }

    public required Id<Subnet> SubnetId { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    public required string Description { get; init; }

    public required string OwnerId { get; init; }

    public string Status { get; } = "in-use";

    public required string InterfaceType { get; init; }

    public required string MacAddress { get; init; }

    public Ip? PrivateIpAddress { get; init; }

    public string? PrivateDnsName { get; init; }

    public required bool SourceDestCheck { get; init; }

    public required IReadOnlyList<GroupIdentifierView> Groups { get; init; }

    public required InstanceAttachmentView? Attachment { get; init; }

    public InstanceAssociationView? Association { get; init; }

    [Wire("privateIpAddressesSet")]
    public required IReadOnlyList<InstancePrivateIpView> PrivateIpAddresses { get; init; }

    [Wire("ipv6AddressesSet")]
    public required IReadOnlyList<InterfaceIpv6View> Ipv6Addresses { get; init; }

    public static InstanceInterfaceView Of(Scope scope, NetworkInterface n)
    {
        var hasNames = scope.Find<Vpc>(n.VpcId) is { EnableDnsSupport: true };
        string? NameOf(Ip ip) => hasNames ? DnsNames.Private(scope.Region, ip) : null;
        return new InstanceInterfaceView
        {
            NetworkInterfaceId = n.Id,
            SubnetId = n.SubnetId,
            VpcId = n.VpcId,
            Description = n.Description,
            OwnerId = scope.Account,
            InterfaceType = n.InterfaceType,
            MacAddress = n.MacAddress,
            PrivateIpAddress = InstanceNames.PrivateIp(n),
            PrivateDnsName = InstanceNames.PrivateIp(n) is { } ip ? NameOf(ip) : null,
            SourceDestCheck = n.SourceDestCheck,
            Groups = GroupIdentifierView.Of(scope, n.GroupIds),
            Attachment = n.Attachment is { } a ? new InstanceAttachmentView(a.AttachmentId, a.AttachTime, a.DeleteOnTermination, a.DeviceIndex, a.NetworkCardIndex, a.Status) : null,
            Association = n.PrivateIps.IsEmpty ? null : InstanceAssociationView.Of(scope, n, n.PrivateIps[0]),
            PrivateIpAddresses = [.. n.PrivateIps.Select((p, at) => new InstancePrivateIpView(p, NameOf(p), at == 0, InstanceAssociationView.Of(scope, n, p)))],
            Ipv6Addresses = [.. n.Ipv6Addresses.Select((v6, at) => new InterfaceIpv6View(v6, at == 0 && n.HasPrimaryIpv6))],
        };
    }
}

/// <summary>The attachment of an interface to its instance.</summary>
public sealed record InstanceAttachmentView(string AttachmentId, DateTimeOffset AttachTime, bool DeleteOnTermination, int DeviceIndex, int NetworkCardIndex, string Status);

/// <summary>The public address that stands for a private one; the owner is amazon for a lent one.</summary>
public sealed record InstanceAssociationView(string IpOwnerId, string? PublicDnsName, Ip PublicIp)
{
    public static InstanceAssociationView? Of(Scope scope, NetworkInterface nic, Ip privateIp) => Interfaces.PublicIpOf(scope, nic, privateIp) is not { } ip ? null
        : new InstanceAssociationView(ElasticAddresses.Of(scope, nic.Id, privateIp) is null ? "amazon" : scope.Account, InstanceNames.Public(scope, nic, privateIp) ?? "", ip);
}

/// <summary>A private address of an interface.</summary>
public sealed record InstancePrivateIpView(Ip PrivateIpAddress, string? PrivateDnsName, bool Primary, InstanceAssociationView? Association);
