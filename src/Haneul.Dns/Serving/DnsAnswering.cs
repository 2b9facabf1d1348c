using System.Buffers.Binary;
using System.Net;

namespace Haneul.Dns;

/// <summary>From the bytes of a query to the bytes of its answer, whatever they are.</summary>
public static class DnsAnswering
{
    /// <summary>The largest answer over UDP: what every path carries unbroken (https://www.dnsflagday.net/2020/).</summary>
    public const int LargestUdpBytes = 1232;

    /// <summary>Over UDP without EDNS (RFC 1035, 4.2.1).</summary>
    private const int PlainUdpBytes = 512;

    private const int HeaderBytes = 12;

    /// <summary>The answer; null where none is due (no header, or an answer itself: two servers would talk for ever).</summary>
    public static async ValueTask<byte[]?> AnswerAsync(ReadOnlyMemory<byte> query, IResolver resolver, IPAddress asker, bool isUdp, CancellationToken cancel)
    {
        if (query.Length < HeaderBytes || (query.Span[2] & 0x80) != 0) return null;
        if (DnsMessage.Read(query.Span) is not { } asked) return Malformed(query.Span).Write();
        var largest = !isUdp ? DnsMessage.LargestBytes : Math.Clamp(asked.Extension?.UdpBytes ?? PlainUdpBytes, PlainUdpBytes, LargestUdpBytes);
        var answer = new DnsMessage
        {
            Id = asked.Id,
            IsResponse = true,
            Opcode = asked.Opcode,
            WantsRecursion = asked.WantsRecursion,
            OffersRecursion = true,
            WantsUnchecked = asked.WantsUnchecked,
            Questions = asked.Questions,
            // Signatures are not there, so nobody is told that they can be had.
            Extension = asked.Extension is null ? null : new DnsExtension(LargestUdpBytes, 0, WantsSignatures: false, []),
        };
        if (Refusal(asked) is { } refusal) return (answer with { Rcode = refusal }).Write(largest);
        var reply = await resolver.AnswerAsync(asked.Questions[0], asker, cancel);
        return (answer with { Rcode = reply.Rcode, Answers = reply.Answers, Authorities = reply.Authorities }).Write(largest);
    }

    private static DnsRcode? Refusal(DnsMessage asked)
    {
        if (asked.Extension is { Version: > 0 }) return DnsRcode.BadVersion;
        if (asked.Opcode != 0) return DnsRcode.NotImplemented;
        if (asked.Questions is not [var question]) return DnsRcode.FormatError;
        return question.Class != DnsClass.Internet || question.Type is DnsType.Axfr or DnsType.Ixfr ? DnsRcode.Refused : null;
    }

    /// <summary>Says that the query could not be read: by its header alone.</summary>
    private static DnsMessage Malformed(ReadOnlySpan<byte> query) => new()
    {
        Id = BinaryPrimitives.ReadUInt16BigEndian(query),
        IsResponse = true,
        Opcode = query[2] >> 3 & 15,
        WantsRecursion = (query[2] & 1) != 0,
        OffersRecursion = true,
        Rcode = DnsRcode.FormatError,
    };
}
