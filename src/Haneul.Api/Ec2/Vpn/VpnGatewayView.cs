using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A VPN gateway as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnGateway.html</summary>
public sealed record VpnGatewayView
{
    public required long AmazonSideAsn { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public required Id<VpnGateway> VpnGatewayId { get; init; }

    public required string State { get; init; }

    public required string Type { get; init; }

    public string? AvailabilityZone { get; init; }

    [Wire("attachments")]
    public required IReadOnlyList<VpcAttachment> VpcAttachments { get; init; }

    public static VpnGatewayView Of(Scope scope, VpnGateway gateway) => new()
    {
        AmazonSideAsn = gateway.AmazonSideAsn,
        Tags = scope.TagsFor(gateway.Id.Value),
        VpnGatewayId = gateway.Id,
        State = gateway.State,
        Type = VpnTypes.Ipsec,
        AvailabilityZone = gateway.Zone,
        VpcAttachments = gateway is { VpcId: { } vpc, AttachmentState: { } state } ? [new VpcAttachment(vpc, state)] : [],
    };
}

/// <summary>The VPC that a gateway is, or was, attached to.</summary>
public sealed record VpcAttachment(Id<Vpc> VpcId, string State);
