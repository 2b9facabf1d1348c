using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Gives a public NAT gateway more elastic addresses. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateNatGatewayAddress.html</summary>
public sealed record AssociateNatGatewayAddress : Command<NatGatewayAddressResult>
{
    public required Id<NatGateway> NatGatewayId { get; init; }

    public required IReadOnlyList<Id<ElasticAddress>> AllocationIds { get; init; } = [];

    public IReadOnlyList<Ip> PrivateIpAddresses { get; init; } = [];

    public override NatGatewayAddressResult Apply(Draft draft)
    {
        var gateway = draft.Get(NatGatewayId);
        if (PrivateIpAddresses.Count > AllocationIds.Count) throw Fault.Combination("There are more private addresses than elastic ones");
        var added = NatGateways.AddPublic(draft, gateway, AllocationIds, PrivateIpAddresses);
        return new NatGatewayAddressResult(NatGatewayId, NatGatewayAddressView.Moving(added, "associating"));
    }
}
