using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Haneul.Model;

/// <summary>The world as seen from one account and region: what a query reads.</summary>
public class Scope(World world, Place place)
{
    /// <summary>The world as it is now; in a <see cref="Draft"/>, with the changes made so far.</summary>
    public virtual World World { get; } = world;

    public Place Place { get; } = place;

    public string Account => Place.Account;

    public string Region => Place.Region;

    public Table<T> All<T>() where T : IResource<T> => World[Place.For(T.Kind.Breadth)].All<T>();

    public bool TryFind<T>(Id<T> id, [MaybeNullWhen(false)] out T row) where T : IResource<T> =>
        All<T>().TryGet(id.Value ?? "", out row);

    public T? Find<T>(Id<T>? id) where T : class, IResource<T> => id is { } i && TryFind(i, out var row) ? row : null;

    /// <summary>The resource, or AWS's "does not exist" fault of its kind.</summary>
    public T Get<T>(Id<T> id) where T : IResource<T> => TryFind(id, out var row) ? row : throw Fault.NotFound<T>(id.Value);

    public ImmutableSortedDictionary<string, string> TagsOf(string key) =>
        TryFind(new Id<TagSet>(key), out var set) ? set.Tags : TagSet.None;

    /// <summary>The Name tag, where there is one.</summary>
    public string? NameOf(string key) => TagsOf(key).GetValueOrDefault("Name");

    /// <summary>The value of a quota here: AWS's default, unless it was raised.</summary>
    public int QuotaOf(Quota quota) => TryFind(new Id<QuotaSetting>(quota.Key), out var set) ? set.Value : quota.Default;

    /// <summary>ARN of a regional resource of this account: <c>arn:aws:ec2:region:account:type/id</c>.</summary>
    public string Arn(string service, string resource) => Place.ArnOf(service, resource);
}
