using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Haneul.Model;

namespace Haneul.Dns;

/// <summary>
/// Reads a message from bytes of anybody. What lies outside of them reads as zero and marks the whole as failed; a compression pointer must lead to before the name that it stands in, so that reading ends (RFC 1035, 4.1.4).
/// </summary>
internal ref struct DnsReader(ReadOnlySpan<byte> bytes)
{
    private const int HeaderBytes = 12;

    /// <summary>A record's: root, type, class, time, length.</summary>
    private const int SmallestRecordBytes = 11;

    private const int SmallestQuestionBytes = 5;

    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int at;
    private bool failed;

    public DnsMessage? Message()
    {
        if (bytes.Length is < HeaderBytes or > DnsMessage.LargestBytes) return null;
        var (id, flags) = (Number16(), Number16());
        var (questions, answers, authorities, additionals) = (Number16(), Number16(), Number16(), Number16());
        DnsExtension? extension = null;
        var upperCode = 0;
        var message = new DnsMessage
        {
            Id = id,
            IsResponse = (flags & 0x8000) != 0,
            Opcode = flags >> 11 & 15,
            IsAuthoritative = (flags & 0x0400) != 0,
            IsTruncated = (flags & 0x0200) != 0,
            WantsRecursion = (flags & 0x0100) != 0,
            OffersRecursion = (flags & 0x0080) != 0,
            IsAuthentic = (flags & 0x0020) != 0,
            WantsUnchecked = (flags & 0x0010) != 0,
            Questions = Questions(questions),
            Answers = Records(answers, ref extension, ref upperCode, mayExtend: false),
            Authorities = Records(authorities, ref extension, ref upperCode, mayExtend: false),
            Additionals = Records(additionals, ref extension, ref upperCode, mayExtend: true),
        };
        return failed || at != bytes.Length ? null : message with { Extension = extension, Rcode = (DnsRcode)(upperCode << 4 | flags & 15) };
    }

    private ImmutableArray<DnsQuestion> Questions(int count)
    {
        if (!Fits(count * SmallestQuestionBytes)) return [];
        var questions = ImmutableArray.CreateBuilder<DnsQuestion>(count);
        for (var i = 0; i < count && !failed; i++) questions.Add(new DnsQuestion(Name(), (DnsType)Number16(), (DnsClass)Number16()));
        return questions.ToImmutable();
    }

    private ImmutableArray<DnsRecord> Records(int count, ref DnsExtension? extension, ref int upperCode, bool mayExtend)
    {
        if (!Fits(count * SmallestRecordBytes)) return [];
        var records = ImmutableArray.CreateBuilder<DnsRecord>(count);
        for (var i = 0; i < count && !failed; i++)
        {
            var name = Name();
            var (type, @class, ttl, length) = ((DnsType)Number16(), Number16(), Number32(), Number16());
            if (!Fits(length)) break;
            if (type == DnsType.Opt)
            {
                // One at most, of the root, among the additional ones (RFC 6891, 6.1.1).
                if (!mayExtend || extension is not null || name.Labels.Length > 0) failed = true;
                extension = new DnsExtension(@class, (int)(ttl >> 16) & 255, (ttl & 0x8000) != 0, Raw(length));
                upperCode = (int)(ttl >> 24);
                continue;
            }
            records.Add(new DnsRecord(name, ttl, Data(type, length), (DnsClass)@class));
        }
        return records.ToImmutable();
    }

    private DnsData Data(DnsType type, int length)
    {
        var end = at + length;
        DnsData data = type switch
        {
            DnsType.A when length == 4 => new DnsData.Address(Ip.V4(Number32())),
            DnsType.Aaaa when length == 16 => new DnsData.Address(new Ip(Number128(), true)),
            DnsType.Ns or DnsType.Cname or DnsType.Ptr => new DnsData.Named(type, Name()),
            DnsType.Soa => new DnsData.Start(Name(), Name(), Number32(), Number32(), Number32(), Number32(), Number32()),
            _ => new DnsData.Raw(type, Raw(length)),
        };
        if (at != end || data is DnsData.Raw { Type: DnsType.A or DnsType.Aaaa }) failed = true;
        return data;
    }

    private DnsName Name()
    {
        var labels = new List<string>();
        var (here, earliest, bytesInAll) = (at, at, 1);
        var hasJumped = false;
        while (true)
        {
            if (here >= bytes.Length) return Fail();
            int length = bytes[here];
            if (length == 0) break;
            if (length >= 0xc0)
            {
                if (here + 1 >= bytes.Length) return Fail();
                var to = (length & 0x3f) << 8 | bytes[here + 1];
                if (to >= earliest) return Fail();
                if (!hasJumped) at = here + 2;
                hasJumped = true;
                here = earliest = to;
                continue;
            }
            bytesInAll += length + 1;
            if (length > DnsName.LongestLabelBytes || bytesInAll > DnsName.LongestBytes || here + 1 + length > bytes.Length) return Fail();
            labels.Add(Encoding.Latin1.GetString(bytes.Slice(here + 1, length)));
            here += length + 1;
        }
        if (!hasJumped) at = here + 1;
        return DnsName.Of(labels) ?? Fail();
    }

    private DnsName Fail()
    {
        failed = true;
        return DnsName.Root;
    }

    private bool Fits(int count)
    {
        if (at + count > bytes.Length) failed = true;
        return !failed;
    }

    private ImmutableArray<byte> Raw(int length)
    {
        if (!Fits(length)) return [];
        at += length;
        return [.. bytes.Slice(at - length, length)];
    }

    private ushort Number16()
    {
        if (!Fits(2)) return 0;
        at += 2;
        return BinaryPrimitives.ReadUInt16BigEndian(bytes[(at - 2)..]);
    }

    private uint Number32()
    {
        if (!Fits(4)) return 0;
        at += 4;
        return BinaryPrimitives.ReadUInt32BigEndian(bytes[(at - 4)..]);
    }

    private UInt128 Number128()
    {
        if (!Fits(16)) return 0;
        at += 16;
        return BinaryPrimitives.ReadUInt128BigEndian(bytes[(at - 16)..]);
    }
}
