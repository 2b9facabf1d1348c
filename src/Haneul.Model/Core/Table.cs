using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Haneul.Model;

/// <summary>A table whose kind does not matter.</summary>
public interface ITable
{
    IEnumerable<IResource> Rows { get; }
}

/// <summary>A resource that is looked up by more than its id: each of its marks (the subnet it is in, an address it has) leads to it.</summary>
public interface IMarked
{
    IEnumerable<string> Marks { get; }
}

/// <summary>
/// All resources of one kind in one place, ordered by id. Immutable: every change makes a new table.
/// Rows that have marks are also found by those, in a time that does not grow with the table.
/// </summary>
public sealed class Table<T> : IEnumerable<T>, ITable where T : IResource<T>
{
    public static Table<T> Empty { get; } = new(
        ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal), ImmutableDictionary.Create<string, ImmutableSortedSet<string>>(StringComparer.Ordinal));

    private static readonly ImmutableSortedSet<string> None = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    private readonly ImmutableSortedDictionary<string, T> rows;
    private readonly ImmutableDictionary<string, ImmutableSortedSet<string>> marks;

    private Table(ImmutableSortedDictionary<string, T> rows, ImmutableDictionary<string, ImmutableSortedSet<string>> marks) => (this.rows, this.marks) = (rows, marks);

    public int Count => rows.Count;

    public bool TryGet(string key, [MaybeNullWhen(false)] out T row) => rows.TryGetValue(key, out row);

    /// <summary>The rows that bear a mark, ordered by id.</summary>
    public IEnumerable<T> Marked(string mark) => marks.GetValueOrDefault(mark, None).Select(key => rows[key]);

    public int CountMarked(string mark) => marks.GetValueOrDefault(mark, None).Count;

    public Table<T> With(T row) => new(rows.SetItem(row.Key, row), Remark(row.Key, MarksOf(rows.GetValueOrDefault(row.Key)), MarksOf(row)));

    public Table<T> Without(string key) => new(rows.Remove(key), Remark(key, MarksOf(rows.GetValueOrDefault(key)), []));

    public IEnumerator<T> GetEnumerator() => rows.Values.GetEnumerator();

    IEnumerable<IResource> ITable.Rows => rows.Values.Cast<IResource>();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static HashSet<string> MarksOf(T? row) => row is IMarked marked ? new HashSet<string>(marked.Marks, StringComparer.Ordinal) : [];

    private ImmutableDictionary<string, ImmutableSortedSet<string>> Remark(string key, HashSet<string> before, HashSet<string> after)
    {
        var changed = marks;
        foreach (var mark in before)
        {
            if (after.Contains(mark)) continue;
            var rest = changed[mark].Remove(key);
            changed = rest.IsEmpty ? changed.Remove(mark) : changed.SetItem(mark, rest);
        }
        foreach (var mark in after)
        {
            if (!before.Contains(mark)) changed = changed.SetItem(mark, changed.GetValueOrDefault(mark, None).Add(key));
        }
        return changed;
    }
}
