using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Haneul.Kernel;

/// <summary>
/// A set of parts of a plan, which never changes. A plan is made anew at every change of the world and compared with the last one, so making a set and finding two of them equal must cost little: members lie in the order in which they were made, and two sets made alike are compared by going through both.
/// </summary>
[CollectionBuilder(typeof(PlanSet), nameof(PlanSet.Of))]
public sealed class PlanSet<T> : IReadOnlyCollection<T>, IEquatable<PlanSet<T>> where T : notnull
{
    public static PlanSet<T> Empty { get; } = new([], null);

    /// <summary>Up to so many members are looked through.</summary>
    private const int Few = 8;

    private readonly T[] members;
    private readonly HashSet<T>? index;

    private PlanSet(T[] members, HashSet<T>? index) => (this.members, this.index) = (members, index);

    public int Count => members.Length;

    public bool Contains(T member) => index is null ? Array.IndexOf(members, member) >= 0 : index.Contains(member);

    /// <summary>The members that the other set has not.</summary>
    public IEnumerable<T> Except(PlanSet<T>? other)
    {
        if (other is null || other.Count == 0) return members;
        return IsMadeLike(other) ? [] : members.Where(m => !other.Contains(m));
    }

    /// <summary>The members of which it is true; this very set where it is true of all.</summary>
    public PlanSet<T> Where(Func<T, bool> isIn) => Array.TrueForAll(members, m => isIn(m)) ? this : [.. Enumerable.Where(members, isIn)];

    public bool Equals(PlanSet<T>? other) => other is not null && (IsMadeLike(other) || Count == other.Count && Array.TrueForAll(members, other.Contains));

    public override bool Equals(object? obj) => Equals(obj as PlanSet<T>);

    public override int GetHashCode() => Count;

    public override string ToString() => $"[{string.Join(", ", members)}]";

    public IEnumerator<T> GetEnumerator() => members.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A set of these; an earlier one that was made of the very same in the same order is taken again.</summary>
    internal static PlanSet<T> Make(ReadOnlySpan<T> members, PlanSet<T>? earlier = null)
    {
        if (earlier is not null && members.SequenceEqual(earlier.members)) return earlier;
        if (members.Length == 0) return Empty;
        if (members.Length <= Few) return new PlanSet<T>(Once(members), null);
        var index = new HashSet<T>(members.Length);
        foreach (var member in members) index.Add(member);
        return new PlanSet<T>(index.Count == members.Length ? members.ToArray() : [.. index], index);
    }

    private static T[] Once(ReadOnlySpan<T> members)
    {
        var found = new T[members.Length];
        var count = 0;
        foreach (var member in members)
        {
            if (Array.IndexOf(found, member, 0, count) < 0) found[count++] = member;
        }
        return count == found.Length ? found : found[..count];
    }

    private bool IsMadeLike(PlanSet<T> other) => ReferenceEquals(members, other.members) || members.AsSpan().SequenceEqual(other.members);
}

/// <summary>Makes <see cref="PlanSet{T}"/>; what is given twice is in it once.</summary>
public static class PlanSet
{
    public static PlanSet<T> Of<T>(ReadOnlySpan<T> members) where T : notnull => PlanSet<T>.Make(members);

    /// <summary>As <see cref="Of{T}(ReadOnlySpan{T})"/>; where an earlier set was made of the same in the same order, it is that one.</summary>
    public static PlanSet<T> Again<T>(List<T> members, PlanSet<T>? earlier) where T : notnull => PlanSet<T>.Make(CollectionsMarshal.AsSpan(members), earlier);
}
