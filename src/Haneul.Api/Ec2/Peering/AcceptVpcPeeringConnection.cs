using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Accepts a peering, in the region and by the account that was asked. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AcceptVpcPeeringConnection.html</summary>
public sealed record AcceptVpcPeeringConnection : Command<AcceptVpcPeeringConnection.Result>
{
    public required Id<VpcPeering> VpcPeeringConnectionId { get; init; }

    public sealed record Result(VpcPeeringView VpcPeeringConnection);

    public override Result Apply(Draft draft)
    {
        var peering = Peerings.Get(draft, VpcPeeringConnectionId);
        PeeringRights.RequireAccepter(draft, peering, "accept");
        Peerings.Require(peering, "active", PeeringState.PendingAcceptance);
        return new Result(VpcPeeringView.Of(draft, Peerings.Accept(draft, peering)));
    }
}
