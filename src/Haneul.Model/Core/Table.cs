using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Haneul.Model;

/// <summary>A table whose kind does not matter.</summary>
public interface ITable
{
    IEnumerable<IResource> Rows { get; }
}

/// <summary>All resources of one kind in one place, ordered by id. Immutable: every change makes a new table.</summary>
public sealed class Table<T> : IEnumerable<T>, ITable where T : IResource<T>
{
    public static Table<T> Empty { get; } = new(ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal));

    private readonly ImmutableSortedDictionary<string, T> rows;

    private Table(ImmutableSortedDictionary<string, T> rows) => this.rows = rows;

    public int Count => rows.Count;

    public bool TryGet(string key, [MaybeNullWhen(false)] out T row) => rows.TryGetValue(key, out row);

    public Table<T> With(T row) => new(rows.SetItem(row.Key, row));

    public Table<T> Without(string key) => new(rows.Remove(key));

    public IEnumerator<T> GetEnumerator() => rows.Values.GetEnumerator();

    IEnumerable<IResource> ITable.Rows => rows.Values.Cast<IResource>();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
