namespace Haneul.Model;

/// <summary>Questions about peerings: who sees one, and which of them joins two VPCs.</summary>
public static class Peerings
{
    /// <summary>A peering shows itself in the regions and accounts of its two sides only.</summary>
    public static bool IsSeenFrom(Place place, VpcPeering peering) => peering.Requester.Place == place || peering.Accepter.Place == place;

    /// <summary>The active peering between two VPCs; null where there is none.</summary>
    public static VpcPeering? Between(Scope scope, Id<Vpc> one, Id<Vpc> other) =>
        scope.All<VpcPeering>().FirstOrDefault(p => p.State == PeeringState.Active && one != other && p.Joins(one) && p.Joins(other));
}
