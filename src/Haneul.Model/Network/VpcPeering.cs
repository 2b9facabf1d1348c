namespace Haneul.Model;

/// <summary>A link between two VPCs of any account and region. Not transitive: it carries only what comes from one VPC's addresses and goes to the other's.</summary>
public sealed record VpcPeering : IResource<VpcPeering>
{
    public static Kind Kind { get; } = new(
        "vpc-peering-connection", "pcx", "vpc-peering-connection",
        "InvalidVpcPeeringConnectionID.NotFound", "InvalidVpcPeeringConnectionId.Malformed", "vpcPeeringConnection ID", Breadth.World);

    public required Id<VpcPeering> Id { get; init; }

    public required PeeringSide Requester { get; init; }

    public required PeeringSide Accepter { get; init; }

    public required PeeringState State { get; init; }

    public string Message { get; init; } = "";

    /// <summary>Until when it can be accepted.</summary>
    public required DateTimeOffset ExpirationTime { get; init; }

    /// <summary>When it reached an end state (deleted, rejected, failed, expired); shown for a while, then forgotten.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>The side that is not this VPC.</summary>
    public PeeringSide OtherThan(Id<Vpc> vpc) => Requester.VpcId == vpc ? Accepter : Requester;

    public bool Joins(Id<Vpc> vpc) => Requester.VpcId == vpc || Accepter.VpcId == vpc;
}

/// <summary>One VPC of a peering, with that side's options.</summary>
public sealed record PeeringSide(string Account, string Region, Id<Vpc> VpcId)
{
    public Place Place => new(Account, Region);

    public bool AllowDnsResolutionFromRemoteVpc { get; init; }
}

public enum PeeringState
{
    InitiatingRequest,
    PendingAcceptance,
    Provisioning,
    Active,
    Deleting,
    Deleted,
    Rejected,
    Failed,
    Expired,
}
