using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Takes secondary elastic addresses from a public NAT gateway. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateNatGatewayAddress.html</summary>
public sealed record DisassociateNatGatewayAddress : Command<NatGatewayAddressResult>
{
    public required Id<NatGateway> NatGatewayId { get; init; }

    public required IReadOnlyList<string> AssociationIds { get; init; } = [];

    [NoEffect("addresses go at once: there are no connections to drain")]
    public int? MaxDrainDurationSeconds { get; init; }

    public override NatGatewayAddressResult Apply(Draft draft)
    {
        var gateway = draft.Get(NatGatewayId);
        foreach (var id in AssociationIds)
        {
            if (!gateway.Addresses.Any(a => a.AssociationId == id)) throw new Fault("InvalidAssociationID.NotFound", $"The association ID '{id}' does not exist");
        }
        var taken = gateway.Addresses.RemoveAll(a => a.AssociationId is null || !AssociationIds.Contains(a.AssociationId));
        NatGateways.Take(draft, gateway, taken);
        return new NatGatewayAddressResult(NatGatewayId, NatGatewayAddressView.Moving(taken, "disassociating"));
    }
}
