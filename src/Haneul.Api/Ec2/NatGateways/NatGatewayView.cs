using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A NAT gateway as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NatGateway.html</summary>
public sealed record NatGatewayView
{
    public required Id<NatGateway> NatGatewayId { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    public required Id<Subnet> SubnetId { get; init; }

    public required string State { get; init; }

    public required string ConnectivityType { get; init; }

    public string AvailabilityMode { get; } = "zonal";

    public required DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset? DeleteTime { get; init; }

    public string? FailureCode { get; init; }

    public string? FailureMessage { get; init; }

    public required IReadOnlyList<NatGatewayAddressView> NatGatewayAddresses { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public static NatGatewayView Of(Scope scope, NatGateway gateway)
    {
        var hasFailed = gateway.State == NatGatewayState.Failed;
        return new NatGatewayView
        {
            NatGatewayId = gateway.Id,
            VpcId = gateway.VpcId,
            SubnetId = gateway.SubnetId,
            State = StateOf(gateway),
            ConnectivityType = gateway.IsPublic ? "public" : "private",
            CreateTime = gateway.CreateTime,
            DeleteTime = gateway.DeleteTime,
            FailureCode = hasFailed ? gateway.FailureCode : null,
            FailureMessage = hasFailed ? gateway.FailureMessage : null,
            NatGatewayAddresses = NatGatewayAddressView.AllOf(gateway),
            Tags = scope.TagsFor(gateway.Id.Value),
        };
    }

    public static string StateOf(NatGateway gateway) => gateway.State.ToString().ToLowerInvariant();
}

/// <summary>An address of a NAT gateway. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NatGatewayAddress.html</summary>
public sealed record NatGatewayAddressView(
    Id<ElasticAddress>? AllocationId, string? AssociationId, Id<NetworkInterface>? NetworkInterfaceId, Ip? PrivateIp, Ip? PublicIp, bool IsPrimary, string Status)
{
    /// <summary>All addresses of a gateway; of one that failed, those that it was to have.</summary>
    public static IReadOnlyList<NatGatewayAddressView> AllOf(NatGateway gateway) =>
    [
        .. gateway.Addresses.Select((a, i) => Of(a, i == 0, "succeeded")),
        .. gateway.FailedAllocationIds.Select((id, i) => new NatGatewayAddressView(id, null, null, null, null, i == 0, gateway.State == NatGatewayState.Pending ? "associating" : "failed")),
    ];

    /// <summary>Secondary addresses that were added or are going, with the state that says so.</summary>
    public static IReadOnlyList<NatGatewayAddressView> Moving(IEnumerable<NatAddress> addresses, string status) =>
        [.. addresses.Select(a => Of(a, isPrimary: false, status))];

    private static NatGatewayAddressView Of(NatAddress a, bool isPrimary, string status) =>
        new(a.AllocationId, a.AssociationId, a.InterfaceId, a.PrivateIp, a.PublicIp, isPrimary, status);
}

/// <summary>What the actions on a NAT gateway's addresses answer.</summary>
public sealed record NatGatewayAddressResult(Id<NatGateway> NatGatewayId, IReadOnlyList<NatGatewayAddressView> NatGatewayAddresses);
