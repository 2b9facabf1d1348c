using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>An elastic address as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Address.html</summary>
public sealed record AddressView
{
    public required Id<ElasticAddress> AllocationId { get; init; }

    public required Ip PublicIp { get; init; }

    public string Domain { get; } = "vpc";

    public string PublicIpv4Pool { get; } = "amazon";

    public required string NetworkBorderGroup { get; init; }

    public string? AssociationId { get; init; }

    public Id<Instance>? InstanceId { get; init; }

    public Id<NetworkInterface>? NetworkInterfaceId { get; init; }

    public string? NetworkInterfaceOwnerId { get; init; }

    public Ip? PrivateIpAddress { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public static AddressView Of(Scope scope, ElasticAddress address) => new()
    {
        AllocationId = address.Id,
        PublicIp = address.PublicIp,
        NetworkBorderGroup = scope.Region,
        AssociationId = address.AssociationId,
        InstanceId = scope.Find(address.InterfaceId)?.Attachment?.InstanceId,
        NetworkInterfaceId = address.InterfaceId,
        NetworkInterfaceOwnerId = address.InterfaceId is null ? null : scope.Account,
        PrivateIpAddress = address.PrivateIp,
        Tags = scope.TagsFor(address.Id.Value),
    };
}
