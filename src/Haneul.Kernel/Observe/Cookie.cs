using System.Buffers.Binary;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// What a probe is known by wherever it is seen, whatever has been translated: of TCP the sequence number (its answer acknowledges the next one), of UDP and ICMP echo the begin of the content, which an answer repeats.
/// One bit of the number tells a question's sequence number from that of the reset by which the asker ends the connection.
/// </summary>
/// <param name="Number">The sequence number.</param>
public readonly record struct Cookie(uint Number)
{
    /// <summary>How many there are.</summary>
    public const int Count = 1 << 19;

    /// <summary>Bytes of the content of a datagram or echo: what every probe begins with, the number, and a byte that tells question from answer (of UDP), then zeros.</summary>
    public const int ContentLength = 12;

    /// <summary>"hnul"</summary>
    internal const uint Magic = 0x686e756c;

    /// <summary>The bits that all cookies have alike: the upper twelve, and the lowest.</summary>
    internal const uint CommonMask = 0xfff0_0001, Common = 0x48a0_0000;

    private const int Synchronize = 2, Acknowledge = 16;

    /// <summary>One of the cookies by its place among them.</summary>
    public static Cookie Of(int place) => new(Common | ((uint)place % Count << 1));

    public byte[] Content(bool isAnswer)
    {
        var content = new byte[ContentLength];
        BinaryPrimitives.WriteUInt32BigEndian(content, Magic);
        BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(4), Number);
        content[8] = isAnswer ? (byte)1 : (byte)0;
        return content;
    }

    /// <summary>The cookie in a content of UDP; null where it is none of a probe.</summary>
    public static (Cookie Cookie, bool IsAnswer)? InContent(ReadOnlySpan<byte> content) =>
        content.Length >= 9 && BinaryPrimitives.ReadUInt32BigEndian(content) == Magic ? (new Cookie(BinaryPrimitives.ReadUInt32BigEndian(content[4..])), content[8] == 1) : null;

    /// <summary>The cookie behind an IP header, from the begin of the transport's; null where there is none.</summary>
    public static (Cookie Cookie, bool IsAnswer)? InTransport(int protocol, ReadOnlySpan<byte> transport)
    {
        switch (protocol)
        {
            case Protocols.Tcp when transport.Length >= 14:
                var sequence = BinaryPrimitives.ReadUInt32BigEndian(transport[4..]);
                var acknowledged = BinaryPrimitives.ReadUInt32BigEndian(transport[8..]) - 1;
                var flags = transport[13];
                if ((flags & Acknowledge) != 0 && (acknowledged & CommonMask) == Common) return (new Cookie(acknowledged), true);
                return (flags & Synchronize) != 0 && (sequence & CommonMask) == Common ? (new Cookie(sequence), false) : null;
            case Protocols.Udp when transport.Length > 8:
                return InContent(transport[8..]);
            case Protocols.Icmp or Protocols.Icmpv6 when transport.Length > 8:
                return InContent(transport[8..]) is { } echo ? (echo.Cookie, transport[0] is 0 or 129) : null;
            default:
                return null;
        }
    }
}
