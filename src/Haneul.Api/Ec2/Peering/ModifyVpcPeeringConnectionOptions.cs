using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes the options of one's own side, or of both when both are one's own. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcPeeringConnectionOptions.html</summary>
public sealed record ModifyVpcPeeringConnectionOptions : Command<ModifyVpcPeeringConnectionOptions.Result>
{
    public required Id<VpcPeering> VpcPeeringConnectionId { get; init; }

    public PeeringOptions? AccepterPeeringConnectionOptions { get; init; }

    public PeeringOptions? RequesterPeeringConnectionOptions { get; init; }

    public sealed record Result(PeeringOptions? AccepterPeeringConnectionOptions, PeeringOptions? RequesterPeeringConnectionOptions);

    public override Result Apply(Draft draft)
    {
        var peering = Peerings.Get(draft, VpcPeeringConnectionId);
        if (AccepterPeeringConnectionOptions is null && RequesterPeeringConnectionOptions is null)
        {
            throw Fault.Combination("Give AccepterPeeringConnectionOptions, RequesterPeeringConnectionOptions or both");
        }
        if (peering.State != PeeringState.Active) throw PeeringRights.NotPermitted($"Peering {peering.Id} is not active: only then have its sides options");
        var changed = peering with
        {
            Accepter = Changed(draft, peering.Accepter, AccepterPeeringConnectionOptions),
            Requester = Changed(draft, peering.Requester, RequesterPeeringConnectionOptions),
        };
        draft.Put(changed);
        return new Result(
            AccepterPeeringConnectionOptions is null ? null : PeeringOptions.Of(changed.Accepter),
            RequesterPeeringConnectionOptions is null ? null : PeeringOptions.Of(changed.Requester));
    }

    private static PeeringSide Changed(Draft draft, PeeringSide side, PeeringOptions? options)
    {
        if (options?.AllowDnsResolutionFromRemoteVpc is not { } allow) return side;
        if (side.Place != draft.Place) throw PeeringRights.NotPermitted($"The options of {side.VpcId} belong to {side.Account} in {side.Region}");
        return side with { AllowDnsResolutionFromRemoteVpc = allow };
    }
}
