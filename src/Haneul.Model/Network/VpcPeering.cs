namespace Haneul.Model;

/// <summary>A link between two VPCs of any account and region. Not transitive: it carries only what comes from one VPC's addresses and goes to the other's.</summary>
public sealed record VpcPeering : IResource<VpcPeering>, ITransient, IFading
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

    /// <summary>A request that nobody accepts turns to expired; what has ended is shown for two days, a failed request for two hours.</summary>
    public DateTimeOffset? ForgottenAt => State switch
    {
        PeeringState.PendingAcceptance => ExpirationTime,
        PeeringState.Failed => EndTime?.AddHours(2),
        _ => EndTime?.AddDays(2),
    };

    public Report? Settled(Place place) =>
        State is PeeringState.InitiatingRequest or PeeringState.Provisioning or PeeringState.Deleting ? new PeeringGoesOn(Id) : null;

    void IResource.RemoveFrom(Draft draft)
    {
        if (State == PeeringState.PendingAcceptance) Peerings.End(draft, this, PeeringState.Expired, "Expired");
        else Peerings.Forget(draft, this);
    }

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

/// <summary>How far a peering is: requested, accepted, or why it ended, in the words of DescribeVpcPeeringConnections.</summary>
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
