using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>The states of a peering in AWS's words.</summary>
internal static class PeeringStates
{
    public static string NameOf(PeeringState state) => state switch
    {
        PeeringState.InitiatingRequest => "initiating-request",
        PeeringState.PendingAcceptance => "pending-acceptance",
        PeeringState.Provisioning => "provisioning",
        PeeringState.Active => "active",
        PeeringState.Deleting => "deleting",
        PeeringState.Deleted => "deleted",
        PeeringState.Rejected => "rejected",
        PeeringState.Failed => "failed",
        _ => "expired",
    };
}
