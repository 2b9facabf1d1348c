using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Asks for a peering with a VPC of any account and region. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcPeeringConnection.html</summary>
public sealed record CreateVpcPeeringConnection : Command<CreateVpcPeeringConnection.Result>
{
    public required Id<Vpc> VpcId { get; init; }

    public Id<Vpc>? PeerVpcId { get; init; }

    public string? PeerOwnerId { get; init; }

    public string? PeerRegion { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(VpcPeeringView VpcPeeringConnection);

    public override Result Apply(Draft draft)
    {
        draft.Get(VpcId);
        var peer = PeerVpcId ?? throw Fault.Missing("peerVpcId");
        var side = new PeeringSide(PeerOwnerId is { Length: > 0 } owner ? owner : draft.Account, PeerRegion is { Length: > 0 } region ? region : draft.Region, peer);
        if (!Regions.Exists(side.Region)) throw Fault.Invalid("peerRegion", side.Region, "There is no such region");
        if (side.Account.Length != 12 || !side.Account.All(char.IsAsciiDigit)) throw Fault.Invalid("peerOwnerId", side.Account, "An account is 12 digits");
        if (side.Place == draft.Place) draft.Get(peer);
        if (peer == VpcId) throw Fault.Invalid("peerVpcId", peer.Value, "A VPC cannot be peered with itself");
        var peering = Peerings.Request(draft, VpcId, side);
        draft.TagNew(peering.Id, TagSpecifications);
        return new Result(VpcPeeringView.Of(draft, peering));
    }
}
