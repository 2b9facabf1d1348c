namespace Haneul.Model;

/// <summary>Where resources of a kind live: in one region of one account, in one account, or between accounts and regions.</summary>
public enum Breadth
{
    Region,
    Account,
    World,
}

/// <summary>
/// What is true of every resource of a kind: the prefix of its ids, its name in tag specifications, and AWS's fault codes for an id that names nothing or is no id.
/// </summary>
/// <param name="Name">The kind's name in the store; never changed once released.</param>
/// <param name="Prefix">What stands before the dash of an id; empty for kinds that clients name themselves.</param>
/// <param name="TagType">The <c>ResourceType</c> of a tag specification (<c>vpc</c>); empty where the kind takes no tags.</param>
/// <param name="NotFound">AWS's code for an id that names nothing.</param>
/// <param name="Malformed">AWS's code for text that is no id of this kind.</param>
/// <param name="Noun">How AWS's messages call it ("vpc ID").</param>
/// <param name="Breadth">Where it lives.</param>
public sealed record Kind(
    string Name, string Prefix, string TagType, string NotFound, string Malformed, string Noun, Breadth Breadth = Breadth.Region);

/// <summary>Something that the cloud holds: one immutable record, replaced whole when it changes.</summary>
public interface IResource
{
    /// <summary>The identifier as text, unique among resources of its kind in its place.</summary>
    string Key { get; }

    /// <summary>The world with this row in it; for stores that read rows back without knowing their kind.</summary>
    World LaidInto(World world, Place place);

    /// <summary>Takes the row out of a draft made in its place.</summary>
    void RemoveFrom(Draft draft);
}

/// <summary>A resource that knows its kind; <typeparamref name="T"/> is the resource itself.</summary>
public interface IResource<T> : IResource where T : IResource<T>
{
    Id<T> Id { get; }

    string IResource.Key => Id.Value;

    World IResource.LaidInto(World world, Place place) => world.With(place, world[place].With(world[place].All<T>().With((T)this)));

    void IResource.RemoveFrom(Draft draft) => draft.Remove(Id);

    static abstract Kind Kind { get; }
}
