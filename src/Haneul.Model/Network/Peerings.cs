namespace Haneul.Model;

/// <summary>
/// The life of a peering: asked for, accepted or not, ended; and which of them joins two VPCs.
/// https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-lifecycle
/// </summary>
public static class Peerings
{
    /// <summary>How long a request waits to be accepted.</summary>
    public const int HoursToAccept = 168;

    /// <summary>A peering shows itself in the regions and accounts of its two sides only.</summary>
    public static bool IsSeenFrom(Place place, VpcPeering peering) => peering.Requester.Place == place || peering.Accepter.Place == place;

    /// <summary>The active peering between two VPCs; null where there is none.</summary>
    public static VpcPeering? Between(Scope scope, Id<Vpc> one, Id<Vpc> other) =>
        scope.All<VpcPeering>().FirstOrDefault(p => p.State == PeeringState.Active && one != other && p.Joins(one) && p.Joins(other));

    /// <summary>A block of a VPC joined to this one that overlaps the block; null where none does. Peered VPCs may not overlap, so no such block can be added.</summary>
    public static Cidr? FarBlockWithin(Scope scope, Id<Vpc> vpc, Cidr block) => scope.All<VpcPeering>()
        .Where(p => p.State is PeeringState.Active or PeeringState.Provisioning && p.Joins(vpc))
        .Select(p => p.OtherThan(vpc))
        .SelectMany(other => scope.World.At(other.Place).Find<Vpc>(other.VpcId)?.Cidrs ?? [])
        .Where(block.Overlaps).Select(c => (Cidr?)c).FirstOrDefault();

    /// <summary>The peering, if the place is one of its sides; else AWS's "does not exist".</summary>
    public static VpcPeering Get(Scope scope, Id<VpcPeering> id) =>
        scope.Get(id) is var p && IsSeenFrom(scope.Place, p) ? p : throw Fault.NotFound<VpcPeering>(id.Value);

    /// <summary>Faults unless the peering is in one of these states.</summary>
    public static void Require(VpcPeering peering, string wanted, params ReadOnlySpan<PeeringState> states)
    {
        if (states.Contains(peering.State)) return;
        throw new Fault("InvalidStateTransition", $"Invalid state transition for {peering.Id}, attempted to transition from {peering.State.ToString().ToLowerInvariant()} to {wanted}");
    }

    /// <summary>Asks for a peering. Whether the two can be joined is found out afterwards: a request that cannot be is there, and failed.</summary>
    public static VpcPeering Request(Draft draft, Id<Vpc> mine, PeeringSide other)
    {
        if (draft.All<VpcPeering>().FirstOrDefault(p => p.Joins(mine) && p.Joins(other.VpcId) && IsLiving(p)) is { } there)
        {
            throw new Fault("VpcPeeringConnectionAlreadyExists", $"A VPC peering connection between the VPCs already exists: {there.Id}");
        }
        draft.Admit(Quotas.OutstandingPeerings, draft.All<VpcPeering>().Count(p => p.Requester.Place == draft.Place && IsOutstanding(p)));
        return draft.Put(new VpcPeering
        {
            Id = draft.NewId<VpcPeering>(),
            Requester = new PeeringSide(draft.Account, draft.Region, mine),
            Accepter = other,
            State = PeeringState.InitiatingRequest,
            Message = $"Initiating Request to {other.Account}",
            ExpirationTime = draft.Now.AddHours(HoursToAccept),
        });
    }

    /// <summary>Accepts a request: it becomes active once both sides are ready.</summary>
    public static VpcPeering Accept(Draft draft, VpcPeering peering)
    {
        foreach (var side in new[] { peering.Requester, peering.Accepter })
        {
            draft.In(side.Place).Admit(Quotas.ActivePeeringsPerVpc, draft.All<VpcPeering>().Count(p => p.State == PeeringState.Active && p.Joins(side.VpcId)));
        }
        return draft.Put(peering with { State = PeeringState.Provisioning, Message = "Provisioning" });
    }

    public static VpcPeering End(Draft draft, VpcPeering peering, PeeringState state, string message) =>
        draft.Put(peering with { State = state, Message = message, EndTime = draft.Now });

    /// <summary>A VPC goes: what was asked of it, or by it, and not yet accepted, goes with it.</summary>
    public static void EndRequestsOf(Draft draft, Id<Vpc> vpc)
    {
        foreach (var peering in draft.All<VpcPeering>().Where(p => p.Joins(vpc) && IsOutstanding(p)).ToList())
        {
            End(draft, peering, PeeringState.Deleted, $"Deleted by {draft.Account}");
        }
    }

    /// <summary>Removes the row and the tags of both sides.</summary>
    public static void Forget(Draft draft, VpcPeering peering)
    {
        draft.In(peering.Requester.Place).Remove(peering.Id);
        foreach (var side in new[] { peering.Requester, peering.Accepter }) draft.In(side.Place).Retag(peering.Id.Value, TagSet.None);
    }

    /// <summary>Both VPCs are there, and no block of one overlaps with a block of the other.</summary>
    public static bool CanJoin(World world, VpcPeering peering) =>
        world.At(peering.Requester.Place).Find<Vpc>(peering.Requester.VpcId) is { } one
        && world.At(peering.Accepter.Place).Find<Vpc>(peering.Accepter.VpcId) is { } other
        && !one.Cidrs.Any(a => other.Cidrs.Any(a.Overlaps));

    private static bool IsLiving(VpcPeering p) => IsOutstanding(p) || p.State is PeeringState.Provisioning or PeeringState.Active;

    private static bool IsOutstanding(VpcPeering p) => p.State is PeeringState.InitiatingRequest or PeeringState.PendingAcceptance;
}

/// <summary>What a peering waited for has happened: the request has arrived (or failed), both sides are ready, or nothing of it is left.</summary>
public sealed record PeeringGoesOn(Id<VpcPeering> Id) : Report
{
    public override void Apply(Draft draft)
    {
        if (draft.Find<VpcPeering>(Id) is not { } peering) return;
        switch (peering.State)
        {
            case PeeringState.InitiatingRequest or PeeringState.Provisioning when !Peerings.CanJoin(draft.World, peering):
                Peerings.End(draft, peering, PeeringState.Failed, "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range");
                break;
            case PeeringState.InitiatingRequest:
                draft.Put(peering with { State = PeeringState.PendingAcceptance, Message = $"Pending Acceptance by {peering.Accepter.Account}" });
                break;
            case PeeringState.Provisioning:
                draft.Put(peering with { State = PeeringState.Active, Message = "Active" });
                break;
            case PeeringState.Deleting:
                Peerings.End(draft, peering, PeeringState.Deleted, peering.Message);
                break;
        }
    }
}
