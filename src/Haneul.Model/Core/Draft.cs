using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>One row that a step put or removed (<c>Row</c> is null), with what the store needs to write it down.</summary>
public sealed record Change(Place Place, Kind Kind, string Key, IResource? Row)
{
    /// <summary>The same for all changes of one row.</summary>
    public string RowKey => $"{Place}/{Kind.Name}/{Key}";
}

/// <summary>Makes fresh identifiers; handed in, so that applying a step is repeatable.</summary>
public interface IIds
{
    /// <summary>So many hexadecimal digits that were not given out before.</summary>
    string Hex(int digits);
}

/// <summary>
/// The world in the middle of a step: what it was, with the changes made so far. A step that faults is dropped whole, so nothing is ever half done.
/// </summary>
public sealed class Draft : Scope
{
    private sealed class Edit(World world, DateTimeOffset now, IIds ids)
    {
        public World World = world;
        public readonly DateTimeOffset Now = now;
        public readonly IIds Ids = ids;
        public readonly Dictionary<string, Change> Changes = new(StringComparer.Ordinal);
    }

    private readonly Edit edit;

    public Draft(World world, Place place, DateTimeOffset now, IIds ids) : this(new Edit(world, now, ids), place)
    {
    }

    private Draft(Edit edit, Place place) : base(edit.World, place) => this.edit = edit;

    public override World World => edit.World;

    /// <summary>When the step was taken; the only clock that Model knows.</summary>
    public DateTimeOffset Now => edit.Now;

    /// <summary>What this step changed, last change of each row only, in the order of first change.</summary>
    public IReadOnlyCollection<Change> Changes => edit.Changes.Values;

    /// <summary>The same step seen from another account or region (peering).</summary>
    public Draft In(Place place) => new(edit, place);

    public Id<T> NewId<T>() where T : IResource<T> => new($"{T.Kind.Prefix}-{NewKey()}");

    /// <summary>A fresh id of something that is part of a resource (<c>eipassoc-…</c>).</summary>
    public string NewId(string prefix) => $"{prefix}-{NewKey()}";

    /// <summary>Fresh hexadecimal digits.</summary>
    public string Hex(int digits) => edit.Ids.Hex(digits);

    public T Put<T>(T row) where T : IResource<T>
    {
        var place = Place.For(T.Kind.Breadth);
        edit.World = edit.World.With(place, edit.World[place].With(All<T>().With(row)));
        Note(new Change(place, T.Kind, row.Key, row));
        return row;
    }

    /// <summary>Removes the row and its tags; removing what is not there changes nothing.</summary>
    public void Remove<T>(Id<T> id) where T : IResource<T>
    {
        if (!TryFind(id, out _)) return;
        var place = Place.For(T.Kind.Breadth);
        edit.World = edit.World.With(place, edit.World[place].With(All<T>().Without(id.Value)));
        Note(new Change(place, T.Kind, id.Value, null));
        if (typeof(T) != typeof(TagSet)) Remove(new Id<TagSet>(id.Value));
    }

    /// <summary>Adds or replaces tags of a resource.</summary>
    public void Tag(string key, IEnumerable<KeyValuePair<string, string>> tags)
    {
        var set = TagsOf(key).SetItems(tags);
        if (set.Count > TagSet.MostPerResource) throw Fault.TagLimit(key);
        if (set.Count > 0) Put(new TagSet(new Id<TagSet>(key), set));
    }

    /// <summary>Sets all tags of a resource to exactly these.</summary>
    public void Retag(string key, ImmutableSortedDictionary<string, string> tags)
    {
        if (tags.Count == 0) Remove(new Id<TagSet>(key));
        else Put(new TagSet(new Id<TagSet>(key), tags));
    }

    /// <summary>Faults with the quota's code when one more would be too many.</summary>
    public void Admit(Quota quota, int have, int more = 1)
    {
        if (have + more > QuotaOf(quota)) throw Fault.QuotaExceeded(quota, QuotaOf(quota));
    }

    private string NewKey() => "0" + edit.Ids.Hex(16);

    private void Note(Change change) => edit.Changes[change.RowKey] = change;
}
