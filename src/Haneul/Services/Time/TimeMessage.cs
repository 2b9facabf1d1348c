using System.Buffers.Binary;

namespace Haneul.Services;

/// <summary>The answer of a time server (RFC 5905, 7.3): the time of the machine, which all hosts share.</summary>
internal static class TimeMessage
{
    public const int Bytes = 48;

    private const int Client = 3, Server = 4;

    /// <summary>What AWS's time service says of itself: some steps away from a clock.</summary>
    private const byte Stratum = 3;

    /// <summary>Seconds to a power of two: about a microsecond.</summary>
    private const sbyte Precision = -20;

    /// <summary>"Local clock", by the custom of ntpd.</summary>
    private const uint Reference = 0x7f7f0101;

    private static readonly DateTimeOffset Epoch = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The answer; null to what no client asks.</summary>
    public static byte[]? Answer(ReadOnlySpan<byte> query, DateTimeOffset received, DateTimeOffset now)
    {
        if (query.Length < Bytes) return null;
        var (version, mode) = (query[0] >> 3 & 7, query[0] & 7);
        if (mode != Client || version is < 1 or > 4) return null;
        var answer = new byte[Bytes];
        answer[0] = (byte)(version << 3 | Server);
        answer[1] = Stratum;
        answer[2] = query[2];
        answer[3] = unchecked((byte)Precision);
        var rest = answer.AsSpan();
        // Root delay and dispersion, in 1/65536 s: a millisecond each.
        BinaryPrimitives.WriteUInt32BigEndian(rest[4..], 66);
        BinaryPrimitives.WriteUInt32BigEndian(rest[8..], 66);
        BinaryPrimitives.WriteUInt32BigEndian(rest[12..], Reference);
        BinaryPrimitives.WriteUInt64BigEndian(rest[16..], Stamp(received));
        query[40..48].CopyTo(rest[24..]);
        BinaryPrimitives.WriteUInt64BigEndian(rest[32..], Stamp(received));
        BinaryPrimitives.WriteUInt64BigEndian(rest[40..], Stamp(now));
        return answer;
    }

    /// <summary>Seconds since 1900 and their 2³²nd parts; it begins anew in 2036, as everybody's (RFC 5905, 6).</summary>
    public static ulong Stamp(DateTimeOffset time)
    {
        var ticks = (UInt128)(time - Epoch).Ticks;
        return (ulong)((ticks << 32) / TimeSpan.TicksPerSecond);
    }
}
