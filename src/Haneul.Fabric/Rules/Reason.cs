using System.Collections;
using System.Collections.Immutable;
using System.Globalization;

namespace Haneul.Fabric;

/// <summary>Where a rule, route or translation came from: an object, and the part of it that decided.</summary>
/// <param name="Object">The group, ACL, route table, gateway or interface.</param>
/// <param name="Part">The rule (<c>sgr-…</c>), entry (<c>in/100</c>), route (<c>10.0.0.0/16</c>) or <c>implicit-deny</c>; empty: the object itself.</param>
public readonly record struct Reason(ObjectRef Object, string Part = "") : IComparable<Reason>
{
    public const string Implicit = "implicit-deny";

    public static Reason Of(ObjectKind kind, string id) => new(new ObjectRef(kind, id));

    public static Reason GroupRule(string group, string rule) => new(new ObjectRef(ObjectKind.SecurityGroup, group), rule);

    public static Reason GroupDeny(string group) => new(new ObjectRef(ObjectKind.SecurityGroup, group), Implicit);

    /// <summary>An ACL entry by direction and number; the last is <c>*</c>.</summary>
    public static Reason AclEntry(string acl, bool egress, int number) =>
        new(new ObjectRef(ObjectKind.NetworkAcl, acl), $"{(egress ? "out" : "in")}/{(number == Model.AclEntry.Last ? "*" : number.ToString(CultureInfo.InvariantCulture))}");

    /// <summary>A route by its table and destination (a block or <c>pl-…</c>).</summary>
    public static Reason Route(string table, string destination) => new(new ObjectRef(ObjectKind.RouteTable, table), destination);

    /// <summary>A port that a home router forwards, by protocol and number.</summary>
    public static Reason Forward(string home, int protocol, int port) => new(new ObjectRef(ObjectKind.Home, home), $"{Model.Protocols.NameOf(protocol)}/{port.ToString(CultureInfo.InvariantCulture)}");

    public int CompareTo(Reason other) => string.CompareOrdinal(ToString(), other.ToString());

    /// <summary><c>sgr-0aaa</c>, <c>acl-1/in/100</c>, <c>rtb-1/10.0.0.0/16</c>, <c>sg-0bbb:implicit-deny</c>.</summary>
    public override string ToString() => Part switch
    {
        "" => Object.Id,
        Implicit => $"{Object.Id}:{Part}",
        _ when Object.Kind == ObjectKind.SecurityGroup => Part,
        _ => $"{Object.Id}/{Part}",
    };
}

/// <summary>The reasons of one decision, compared as a set: several rules may permit the same packet.</summary>
public sealed class ReasonSet : IReadOnlyCollection<Reason>, IEquatable<ReasonSet>
{
    public static ReasonSet None { get; } = new([]);

    private readonly ImmutableArray<Reason> sorted;

    private ReasonSet(ImmutableArray<Reason> sorted) => this.sorted = sorted;

    public static ReasonSet Of(params IEnumerable<Reason> reasons) => new([.. reasons.Distinct().Order()]);

    public int Count => sorted.Length;

    public bool Equals(ReasonSet? other) => other is not null && sorted.AsSpan().SequenceEqual(other.sorted.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as ReasonSet);

    public override int GetHashCode() => sorted.Aggregate(0, HashCode.Combine);

    public IEnumerator<Reason> GetEnumerator() => sorted.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Join(", ", sorted);
}
