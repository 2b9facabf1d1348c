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
            NatGatewayAddresses = [.. gateway.Addresses.Select((a, i) => NatGatewayAddressView.Of(gateway, a, i == 0))],
            Tags = scope.TagsFor(gateway.Id.Value),
        };
    }

    public static string StateOf(NatGateway gateway) => gateway.State.ToString().ToLowerInvariant();
}

/// <summary>An address of a NAT gateway. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NatGatewayAddress.html</summary>
public sealed record NatGatewayAddressView(
    Id<ElasticAddress>? AllocationId, string? AssociationId, Id<NetworkInterface>? NetworkInterfaceId, Ip? PrivateIp, Ip? PublicIp, bool IsPrimary, string Status)
{
    public static NatGatewayAddressView Of(NatGateway gateway, NatAddress address, bool isPrimary) => new(
        address.AllocationId, address.AssociationId, address.InterfaceId, address.PrivateIp, address.PublicIp, isPrimary,
        gateway.State == NatGatewayState.Failed ? "failed" : "succeeded");

    /// <summary>Secondary addresses that were added or are going, with the state that says so.</summary>
    public static IReadOnlyList<NatGatewayAddressView> Moving(NatGateway gateway, IEnumerable<NatAddress> addresses, string status) =>
        [.. addresses.Select(a => Of(gateway, a, isPrimary: false) with { Status = status })];
}

/// <summary>What the actions on a NAT gateway's addresses answer.</summary>
public sealed record NatGatewayAddressResult(Id<NatGateway> NatGatewayId, IReadOnlyList<NatGatewayAddressView> NatGatewayAddresses);
