using System.Collections.Frozen;
using System.Collections.Immutable;
using Haneul.Fabric;

namespace Haneul.Kernel;

/// <summary>An nftables table of family inet as a value: sets and maps with their elements, chains with their rules.</summary>
public sealed record NftTable(string Name)
{
    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, NftSet> Sets { get; init; } = FrozenDictionary<string, NftSet>.Empty;

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, NftChain> Chains { get; init; } = FrozenDictionary<string, NftChain>.Empty;

    /// <summary>What <see cref="NftExpression.SetIdle"/> can say: an object of the kernel for each, which says by its name what it is and never changes.</summary>
    public ImmutableSortedSet<int> IdleSeconds { get; init; } = [];

    /// <summary>Connections hold on to its objects, and lose them with the table: so it is only added to, in place, and has chains but no sets.</summary>
    public bool Stays { get; init; }

    /// <summary>Who refuses a packet that bears the mark; no part of what the kernel has.</summary>
    public IReadOnlyDictionary<uint, Refusal> Refusals { get; init; } = FrozenDictionary<uint, Refusal>.Empty;
}

/// <summary>The types of a set's key fields, with the numbers that nft knows them by (they only matter to who lists them).</summary>
public enum NftType
{
    /// <summary>A number of the four bytes of each register of a flow's key, see <see cref="FlowKey"/>.</summary>
    FlowV4 = 4,
    FlowV6 = 0x1004,
    Ipv4Addr = 7,
    Ipv6Addr = 8,
    InetProto = 12,
    InetService = 13,
    Mark = 19,
    IfName = 41,
    DevGroup = 35,
}

/// <summary>What a map's elements lead to.</summary>
public enum NftMapTo
{
    /// <summary>A set: nothing.</summary>
    Nothing,
    Verdict,
    Mark,
    Ipv4Addr,
    Ipv6Addr,

    /// <summary>An address and a port: a register for each four bytes of the address, and one for the port.</summary>
    Ipv4Place,
    Ipv6Place,

    /// <summary>A byte, which nft lists as a protocol's number.</summary>
    Byte,
}

/// <summary>A set or map. A key of several fields is a concatenation; each field is padded to four bytes.</summary>
/// <param name="Name">At most 31 characters.</param>
/// <param name="Key">The types of the key's fields.</param>
/// <param name="To">What elements lead to.</param>
/// <param name="Interval">Elements are ranges in each field; they must not overlap.</param>
public sealed record NftSet(string Name, ImmutableArray<NftType> Key, NftMapTo To, bool Interval)
{
    public IReadOnlyDictionary<NftKey, NftElement> Elements { get; init; } = FrozenDictionary<NftKey, NftElement>.Empty;

    /// <summary>Above 0: rules add elements and count in them (<see cref="NftExpression.CountIn"/>), at most so many.</summary>
    public int Growth { get; init; }

    /// <summary>Of a set that grows: an element that was not seen for so long is forgotten; 0: never.</summary>
    public int ForgetSeconds { get; init; }

    public bool Equals(NftSet? other) => other is not null && Name == other.Name && HasShapeOf(other) && ReferenceEquals(Elements, other.Elements);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The same but for the elements.</summary>
    public bool HasShapeOf(NftSet other) => To == other.To && Interval == other.Interval && (Growth, ForgetSeconds) == (other.Growth, other.ForgetSeconds) && Key.AsSpan().SequenceEqual(other.Key.AsSpan());
}

/// <summary>The key of an element as the kernel has it: fields in network order (device groups and marks in the machine's), each padded to four bytes; a range has an end as well (inclusive).</summary>
public sealed class NftKey(byte[] from, byte[]? to = null) : IEquatable<NftKey>
{
    private readonly int hash = HashOf(from, to);

    public ReadOnlySpan<byte> From => from;

    /// <summary>The end of the range, inclusive; empty where the set is none of ranges.</summary>
    public ReadOnlySpan<byte> To => to;

    public bool IsRange => to is not null;

    public bool Equals(NftKey? other) => other is not null && hash == other.hash && From.SequenceEqual(other.From) && To.SequenceEqual(other.To);

    public override bool Equals(object? obj) => Equals(obj as NftKey);

    public override int GetHashCode() => hash;

    public override string ToString() => IsRange ? $"{Convert.ToHexStringLower(from)}-{Convert.ToHexStringLower(to ?? [])}" : Convert.ToHexStringLower(from);

    private static int HashOf(byte[] from, byte[]? to)
    {
        var hash = default(HashCode);
        hash.AddBytes(from);
        hash.AddBytes(to);
        return hash.ToHashCode();
    }
}

/// <summary>What an element leads to, and which objects it stands for.</summary>
/// <param name="Verdict">In a verdict map.</param>
/// <param name="Data">In another map: the value's bytes as the kernel has them.</param>
/// <param name="Reasons">The rules that it was made from: a hit in a set tells only the rule, so the reasons are kept here. No part of equality.</param>
public sealed record NftElement(NftVerdict? Verdict = null, NftKey? Data = null, ReasonSet? Reasons = null)
{
    public static NftElement Member { get; } = new();

    public bool Equals(NftElement? other) => other is not null && Verdict == other.Verdict && Equals(Data, other.Data);

    public override int GetHashCode() => HashCode.Combine(Verdict, Data);
}

/// <summary>What becomes of the packet: accept, drop, or another chain.</summary>
public sealed record NftVerdict(NftVerdictCode Code, string? Chain = null)
{
    public static NftVerdict Accept { get; } = new(NftVerdictCode.Accept);

    public static NftVerdict Drop { get; } = new(NftVerdictCode.Drop);

    public static NftVerdict Jump(string chain) => new(NftVerdictCode.Jump, chain);

    public static NftVerdict Goto(string chain) => new(NftVerdictCode.Goto, chain);
}

/// <summary>Verdict codes, linux/netfilter.h and linux/netfilter/nf_tables.h.</summary>
public enum NftVerdictCode
{
    Drop = 0,
    Accept = 1,
    Continue = -1,
    Jump = -3,
    Goto = -4,
    Return = -5,
}

/// <summary>A chain: its rules in order, and where it hooks in if it is a base chain.</summary>
public sealed record NftChain(string Name, NftHook? Hook, ImmutableArray<NftRule> Rules)
{
    public bool Equals(NftChain? other) => other is not null && Name == other.Name && Hook == other.Hook && Rules.AsSpan().SequenceEqual(other.Rules.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Name, Hook, Rules.Length);
}

/// <summary>Where a base chain hooks in.</summary>
/// <param name="Type">filter or nat.</param>
/// <param name="Number">The hook: prerouting 0, input 1, forward 2, output 3, postrouting 4.</param>
/// <param name="Priority">Lower runs first.</param>
/// <param name="Drops">The policy is drop.</param>
public sealed record NftHook(string Type, int Number, int Priority, bool Drops)
{
    public const int Prerouting = 0;
    public const int Input = 1;
    public const int Forward = 2;
    public const int Output = 3;
    public const int Postrouting = 4;
}

/// <summary>A rule: expressions in order; the reasons say which objects it stands for.</summary>
/// <param name="Expressions">Evaluated in order; the first that does not match ends the rule.</param>
/// <param name="Reasons">The objects; no part of equality beyond the comment.</param>
public sealed record NftRule(ImmutableArray<NftExpression> Expressions, ReasonSet Reasons)
{
    /// <summary>nft keeps 128 bytes of comment.</summary>
    public const int LongestComment = 127;

    /// <summary>The reasons as people read them in <c>nft list ruleset</c>.</summary>
    public string Comment => Reasons.ToString() is var text && text.Length <= LongestComment ? text : text[..(LongestComment - 1)] + "~";

    public bool Equals(NftRule? other) => other is not null && Expressions.AsSpan().SequenceEqual(other.Expressions.AsSpan()) && Comment == other.Comment;

    public override int GetHashCode() => Expressions.Aggregate(0, HashCode.Combine);
}
