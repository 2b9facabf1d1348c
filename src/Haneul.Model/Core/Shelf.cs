using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>The tables of one place. Immutable.</summary>
public sealed class Shelf
{
    public static Shelf Empty { get; } = new(ImmutableDictionary<Type, object>.Empty);

    private readonly ImmutableDictionary<Type, object> tables;

    private Shelf(ImmutableDictionary<Type, object> tables) => this.tables = tables;

    public Table<T> All<T>() where T : IResource<T> =>
        tables.TryGetValue(typeof(T), out var table) ? (Table<T>)table : Table<T>.Empty;

    /// <summary>The rows of all kinds.</summary>
    public IEnumerable<IResource> Rows => tables.Values.SelectMany(t => ((ITable)t).Rows);

    public Shelf With<T>(Table<T> table) where T : IResource<T> =>
        new(table.Count == 0 ? tables.Remove(typeof(T)) : tables.SetItem(typeof(T), table));
}
