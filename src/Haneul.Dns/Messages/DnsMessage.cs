using System.Collections.Immutable;

namespace Haneul.Dns;

/// <summary>A query or an answer (RFC 1035, 4.1), with its EDNS record (RFC 6891) taken out of the additional ones.</summary>
public sealed record DnsMessage
{
    /// <summary>The largest message: its length is 16 bits where it goes over TCP.</summary>
    public const int LargestBytes = 65535;

    public required ushort Id { get; init; }

    /// <summary>QR: it is an answer.</summary>
    public bool IsResponse { get; init; }

    /// <summary>0 is a query.</summary>
    public int Opcode { get; init; }

    public bool IsAuthoritative { get; init; }

    public bool IsTruncated { get; init; }

    public bool WantsRecursion { get; init; }

    public bool OffersRecursion { get; init; }

    /// <summary>AD (RFC 4035).</summary>
    public bool IsAuthentic { get; init; }

    /// <summary>CD (RFC 4035).</summary>
    public bool WantsUnchecked { get; init; }

    /// <summary>With the eight bits of EDNS.</summary>
    public DnsRcode Rcode { get; init; }

    public ImmutableArray<DnsQuestion> Questions { get; init; } = [];

    public ImmutableArray<DnsRecord> Answers { get; init; } = [];

    public ImmutableArray<DnsRecord> Authorities { get; init; } = [];

    public ImmutableArray<DnsRecord> Additionals { get; init; } = [];

    public DnsExtension? Extension { get; init; }

    /// <summary>The message in these bytes; null where they are none. Never throws.</summary>
    public static DnsMessage? Read(ReadOnlySpan<byte> bytes) => new DnsReader(bytes).Message();

    /// <summary>The bytes; what does not fit is left out, and the message is marked as truncated (RFC 2181, 9).</summary>
    public byte[] Write(int largestBytes = LargestBytes) => new DnsWriter(largestBytes).Message(this);

    public override string ToString() => string.Join('\n',
    [
        $"{Id} {(IsResponse ? "response" : "query")} opcode {Opcode} {Rcode}{(IsAuthoritative ? " aa" : "")}{(IsTruncated ? " tc" : "")}{(WantsRecursion ? " rd" : "")}{(OffersRecursion ? " ra" : "")}{(IsAuthentic ? " ad" : "")}{(WantsUnchecked ? " cd" : "")}",
        .. Questions.Select(q => $"asks {q}"), .. Answers.Select(r => $"answer {r}"), .. Authorities.Select(r => $"authority {r}"), .. Additionals.Select(r => $"additional {r}"),
        .. Extension is { } e ? [$"edns {e}"] : Array.Empty<string>(),
    ]);
}

/// <summary>EDNS (RFC 6891, 6.1): what the sender can take, and options that are kept as bytes.</summary>
/// <param name="UdpBytes">The largest message that it takes over UDP.</param>
/// <param name="Version">0 is the one there is.</param>
/// <param name="WantsSignatures">DO (RFC 3225).</param>
/// <param name="Options">As they lie on the wire.</param>
public sealed record DnsExtension(int UdpBytes, int Version, bool WantsSignatures, ImmutableArray<byte> Options)
{
    public override string ToString() => $"{UdpBytes} version {Version}{(WantsSignatures ? " do" : "")} {Convert.ToHexStringLower(Options.AsSpan())}";
}
