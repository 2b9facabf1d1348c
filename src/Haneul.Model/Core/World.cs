using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>
/// Everything there is, as one immutable value: the accounts' clouds by region, and the outside.
/// A region of an account exists once it has been opened (see <c>Regions.Open</c>): then it has its default VPC.
/// </summary>
public sealed class World
{
    public static World Empty { get; } = new(ImmutableDictionary<Place, Shelf>.Empty);

    private readonly ImmutableDictionary<Place, Shelf> shelves;

    private World(ImmutableDictionary<Place, Shelf> shelves) => this.shelves = shelves;

    public IEnumerable<Place> Places => shelves.Keys.OrderBy(p => p.Account, StringComparer.Ordinal).ThenBy(p => p.Region, StringComparer.Ordinal);

    public Shelf this[Place place] => shelves.GetValueOrDefault(place, Shelf.Empty);

    public World With(Place place, Shelf shelf) => new(shelves.SetItem(place, shelf));

    /// <summary>What a call made in this place can read.</summary>
    public Scope At(Place place) => new(this, place);

    /// <summary>All resources of a kind, in all places, each with its place.</summary>
    public IEnumerable<(Place Place, T Row)> Everywhere<T>() where T : IResource<T> =>
        Places.SelectMany(p => this[p].All<T>().Select(row => (p, row)));
}
