using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Refuses a peering that was asked for. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RejectVpcPeeringConnection.html</summary>
public sealed record RejectVpcPeeringConnection : Command<Done>
{
    public required Id<VpcPeering> VpcPeeringConnectionId { get; init; }

    public override Done Apply(Draft draft)
    {
        var peering = Peerings.Get(draft, VpcPeeringConnectionId);
        PeeringRights.RequireAccepter(draft, peering, "reject");
        Peerings.Require(peering, "rejected", PeeringState.PendingAcceptance);
        Peerings.End(draft, peering, PeeringState.Rejected, $"Rejected by {draft.Account}");
        return Done.Value;
    }
}
