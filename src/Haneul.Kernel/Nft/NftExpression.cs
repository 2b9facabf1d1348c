using System.Collections.Immutable;

namespace Haneul.Kernel;

/// <summary>
/// One instruction of a rule, as the kernel takes it (linux/netfilter/nf_tables.h). Registers are the 32-bit ones, 0 to 15 (NFT_REG32_00 + n): a key of several fields lies in consecutive registers.
/// </summary>
public abstract record NftExpression
{
    /// <summary>Loads a fact about the packet into registers.</summary>
    public sealed record Meta(NftMeta Key, int Register) : NftExpression;

    /// <summary>Writes the packet's mark from a register.</summary>
    public sealed record SetMark(int Register) : NftExpression;

    /// <summary>Has every later chain of the namespace tell what it does with the packet, or no more, by the lowest byte of a register.</summary>
    public sealed record SetTrace(int Register) : NftExpression;

    /// <summary>Loads bytes of a header.</summary>
    public sealed record Payload(NftHeader Header, int Offset, int Length, int Register) : NftExpression;

    /// <summary>Keeps the bits of the mask.</summary>
    public sealed record Mask(int Register, Bytes Bits) : NftExpression;

    /// <summary>Goes on if the register compares so with the bytes.</summary>
    public sealed record Compare(int Register, NftComparison How, Bytes With) : NftExpression;

    /// <summary>Goes on if the register lies in (or outside) the range, inclusive.</summary>
    public sealed record InRange(int Register, Bytes From, Bytes To, bool Inverted = false) : NftExpression;

    /// <summary>Goes on if the key is (or is not) in the set; of a map, loads what it leads to (a verdict map's verdict is taken).</summary>
    public sealed record Lookup(string Set, int Register, int? Into = null, bool Inverted = false, bool Verdict = false) : NftExpression;

    /// <summary>Ends the rule with a verdict.</summary>
    public sealed record Decide(NftVerdict Verdict) : NftExpression;

    /// <summary>Loads constant bytes.</summary>
    public sealed record Load(int Register, Bytes Value) : NftExpression;

    /// <summary>Loads the connection's state, status, direction or mark.</summary>
    public sealed record Ct(NftCt Key, int Register) : NftExpression;

    /// <summary>Writes the connection's mark, or sets bits of its labels.</summary>
    public sealed record SetCt(NftCt Key, int Register) : NftExpression;

    /// <summary>Has a connection of TCP that begins forgotten when it was idle for so long once it is established; the table has it among its <see cref="NftTable.IdleSeconds"/>.</summary>
    public sealed record SetIdle(int Seconds) : NftExpression;

    /// <summary>Counts packets and bytes.</summary>
    public sealed record Count : NftExpression;

    /// <summary>Tells who listens to the log group (NFLOG), with the prefix; the first bytes of the packet only.</summary>
    public sealed record Log(ushort Group, string Prefix, int SnapBytes = 96) : NftExpression;

    /// <summary>Goes on for so many packets a second, and for a burst of as many.</summary>
    public sealed record Limit(int PerSecond) : NftExpression;

    /// <summary>Counts the packet with the key in a set that grows by what is seen, and keeps the key for the set's time again; ends the rule where the set is full.</summary>
    /// <param name="Set">One that grows.</param>
    /// <param name="Register">Where the key begins.</param>
    /// <param name="ConnectionsOver">Counts connections that are tracked instead of packets, and goes on only if there are more than so many.</param>
    public sealed record CountIn(string Set, int Register, int? ConnectionsOver = null) : NftExpression;

    /// <summary>Loads a random number below another one, as the machine has it.</summary>
    public sealed record Random(int Below, int Register) : NftExpression;

    /// <summary>Loads a number below another one, as the machine has it, that follows from the bytes from a register on (Jenkins' hash).</summary>
    /// <param name="Register">Where the bytes begin.</param>
    /// <param name="Length">How many.</param>
    /// <param name="Below">The number is less.</param>
    /// <param name="Seed">Another seed, other numbers.</param>
    /// <param name="Into">Where the number goes.</param>
    public sealed record Hash(int Register, int Length, int Below, uint Seed, int Into) : NftExpression;

    /// <summary>Loads the index of the device by which the destination is reached with the packet's mark; 0 where no route leads there. Or, asked for that, the kind of the destination's address (RTN_*).</summary>
    public sealed record WayOut(int Register, bool Kind = false) : NftExpression;

    /// <summary>Rewrites source or destination from registers; without a port register the port stays where it is free.</summary>
    /// <param name="V6">The family.</param>
    /// <param name="Source">True: source; false: destination.</param>
    /// <param name="Address">The register with the address.</param>
    /// <param name="FromPort">The register with the lowest port, two bytes.</param>
    /// <param name="ToPort">The register with the highest port.</param>
    /// <param name="FullyRandom">Choose the port at random.</param>
    public sealed record Nat(bool V6, bool Source, int Address, int? FromPort = null, int? ToPort = null, bool FullyRandom = false) : NftExpression;

    /// <summary>Answers with a TCP reset.</summary>
    public sealed record Reset : NftExpression;

    /// <summary>Writes bytes of a header from a register. The checksum at <paramref name="ChecksumOffset"/> of the same header is put right (10 in IPv4, 16 in TCP; IPv6 has none), and the transport's too where the write touches an address.</summary>
    public sealed record WritePayload(NftHeader Header, int Offset, int Length, int Register, int? ChecksumOffset = null) : NftExpression;
}

/// <summary>Bytes compared by what they hold.</summary>
public readonly record struct Bytes(ImmutableArray<byte> Content)
{
    public static Bytes Of(params ReadOnlySpan<byte> content) => new([.. content]);

    public bool Equals(Bytes other) => Content.AsSpan().SequenceEqual(other.Content.AsSpan());

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Content.AsSpan());
        return hash.ToHashCode();
    }

    public override string ToString() => Convert.ToHexStringLower(Content.AsSpan());
}

/// <summary>nft_meta_keys.</summary>
public enum NftMeta
{
    Mark = 3,
    Iif = 4,
    Oif = 5,
    IifName = 6,
    OifName = 7,
    Trace = 12,
    NfProto = 15,
    L4Proto = 16,
    IifGroup = 21,
    OifGroup = 22,
}

/// <summary>nft_payload_bases.</summary>
public enum NftHeader
{
    Link = 0,
    Network = 1,
    Transport = 2,
}

/// <summary>nft_cmp_ops.</summary>
public enum NftComparison
{
    Equal = 0,
    NotEqual = 1,
    Less = 2,
    LessOrEqual = 3,
    Greater = 4,
    GreaterOrEqual = 5,
}

/// <summary>nft_ct_keys.</summary>
public enum NftCt
{
    State = 0,
    Direction = 1,
    Status = 2,
    Mark = 3,
    Labels = 13,
}
