using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Ends a peering, from either side; routes that lead to it become black holes. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpcPeeringConnection.html</summary>
public sealed record DeleteVpcPeeringConnection : Command<Done>
{
    public required Id<VpcPeering> VpcPeeringConnectionId { get; init; }

    public override Done Apply(Draft draft)
    {
        var peering = Peerings.Get(draft, VpcPeeringConnectionId);
        Peerings.Require(peering, "deleting", PeeringState.InitiatingRequest, PeeringState.PendingAcceptance, PeeringState.Provisioning, PeeringState.Active);
        draft.Put(peering with { State = PeeringState.Deleting, Message = $"Deleted by {draft.Account}" });
        return Done.Value;
    }
}
