using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>What decides between routes for the same prefix; the lower wins.</summary>
public enum RouteRank
{
    /// <summary>The VPC's own blocks, or what replaced the target of such a route.</summary>
    Local,
    Static,
    PrefixList,
    Propagated,
}

/// <summary>A prefix, where it leads, and where the route came from.</summary>
/// <param name="Prefix">The destinations.</param>
/// <param name="Target">The hop; for local delivery the router itself (kind Vpc).</param>
/// <param name="Rank">Its priority among routes for the same prefix.</param>
/// <param name="Usable">False: a black hole, which still wins, and drops.</param>
/// <param name="Reason">The route in its table.</param>
public sealed record RouteEntry(Cidr Prefix, ObjectRef Target, RouteRank Rank, bool Usable, Reason Reason)
{
    public bool IsLocal => Target.Kind == ObjectKind.Vpc;
}

/// <summary>Routes, and an index that finds the one that wins for an address in one look-up per prefix length in use.</summary>
public sealed class RoutingTable
{
    private readonly (int Length, Dictionary<UInt128, RouteEntry> Entries)[] v4;
    private readonly (int Length, Dictionary<UInt128, RouteEntry> Entries)[] v6;

    public RoutingTable(string id, string routerId, ImmutableArray<RouteEntry> routes)
    {
        Id = id;
        RouterId = routerId;
        Routes = routes;
        var locals = routes.Where(r => r.Rank == RouteRank.Local).ToList();
        // Over propagated routes the local route wins even where they are more specific.
        var winners = routes
            .Where(r => r.Rank != RouteRank.Propagated || !locals.Any(l => l.Prefix.Contains(r.Prefix)))
            .GroupBy(r => r.Prefix)
            .Select(g => g.MinBy(r => r.Rank)).OfType<RouteEntry>().ToList();
        Winners = [.. winners];
        v4 = Index(winners.Where(r => !r.Prefix.IsV6));
        v6 = Index(winners.Where(r => r.Prefix.IsV6));
    }

    public string Id { get; }

    public string RouterId { get; }

    /// <summary>All routes, winners or not: local ones first, then in the table's order.</summary>
    public ImmutableArray<RouteEntry> Routes { get; }

    /// <summary>The one route for each prefix that counts.</summary>
    public ImmutableArray<RouteEntry> Winners { get; }

    public ObjectRef Ref => new(ObjectKind.RouteTable, Id);

    /// <summary>The route that wins for the address; null where none matches.</summary>
    public RouteEntry? Find(Ip address)
    {
        foreach (var (length, entries) in address.IsV6 ? v6 : v4)
        {
            if (entries.TryGetValue(new Cidr(address, length).Network.Bits, out var entry)) return entry;
        }
        return null;
    }

    private static (int, Dictionary<UInt128, RouteEntry>)[] Index(IEnumerable<RouteEntry> winners) =>
    [
        .. winners.GroupBy(r => r.Prefix.Length).OrderByDescending(g => g.Key)
            .Select(g => (g.Key, g.ToDictionary(r => r.Prefix.Network.Bits))),
    ];
}
