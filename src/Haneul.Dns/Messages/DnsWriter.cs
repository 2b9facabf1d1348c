using System.Buffers.Binary;
using System.Text;
using Haneul.Model;

namespace Haneul.Dns;

/// <summary>Writes a message into so many bytes: names that were written before are pointed to (RFC 1035, 4.1.4), in records whose kind allows it; records that do not fit are left out whole.</summary>
internal sealed class DnsWriter(int largestBytes)
{
    private const int HeaderBytes = 12;
    private const int HighestPointer = 0x3fff;

    private readonly byte[] buffer = new byte[Math.Clamp(largestBytes, 512, DnsMessage.LargestBytes)];

    /// <summary>Where the name with these labels begins, by the labels as they were written.</summary>
    private readonly Dictionary<string, int> written = new(StringComparer.Ordinal);

    private int at = HeaderBytes;
    private int limit;
    private bool isFull;

    public byte[] Message(DnsMessage m)
    {
        // The extension comes last and must fit.
        limit = buffer.Length - (m.Extension is { } e ? 11 + e.Options.Length : 0);
        var questions = Section(m.Questions, Write);
        var answers = Section(m.Answers, Write);
        var authorities = Section(m.Authorities, Write);
        // Additional records are a courtesy: leaving them out truncates nothing (RFC 2181, 9).
        var isTruncated = m.IsTruncated || isFull;
        var additionals = Section(m.Additionals, Write);
        limit = buffer.Length;
        if (m.Extension is { } extension && Write(extension, (int)m.Rcode >> 4)) additionals++;
        var head = buffer.AsSpan();
        var flags = (m.IsResponse ? 0x8000 : 0) | (m.Opcode & 15) << 11 | (m.IsAuthoritative ? 0x0400 : 0) | (isTruncated ? 0x0200 : 0) | (m.WantsRecursion ? 0x0100 : 0)
            | (m.OffersRecursion ? 0x0080 : 0) | (m.IsAuthentic ? 0x0020 : 0) | (m.WantsUnchecked ? 0x0010 : 0) | (int)m.Rcode & 15;
        int[] words = [m.Id, flags, questions, answers, authorities, additionals];
        for (var i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(head[(2 * i)..], (ushort)words[i]);
        return head[..at].ToArray();
    }

    /// <summary>How many fitted; after one that did not, none is tried.</summary>
    private int Section<T>(IEnumerable<T> parts, Func<T, bool> write)
    {
        var count = 0;
        foreach (var part in parts)
        {
            if (isFull) break;
            var before = at;
            if (count < ushort.MaxValue && write(part))
            {
                count++;
                continue;
            }
            isFull = true;
            at = before;
            foreach (var (name, place) in written.ToList())
            {
                if (place >= before) written.Remove(name);
            }
        }
        return count;
    }

    private bool Write(DnsQuestion q) => Write(q.Name) && Write16((int)q.Type) && Write16((int)q.Class);

    private bool Write(DnsRecord r)
    {
        if (!Write(r.Name) || !Write16((int)r.Data.Type) || !Write16((int)r.Class) || !Write32(r.TtlSeconds) || !Write16(0)) return false;
        var begin = at;
        if (!Write(r.Data)) return false;
        BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(begin - 2), (ushort)(at - begin));
        return true;
    }

    private bool Write(DnsData data) => data switch
    {
        DnsData.Address a => a.Ip.IsV6 ? Write128(a.Ip.Bits) : Write32((uint)a.Ip.Bits),
        DnsData.Named n => Write(n.Name),
        DnsData.Start s => Write(s.Server) && Write(s.Mailbox) && Write32(s.Serial) && Write32(s.RefreshSeconds) && Write32(s.RetrySeconds) && Write32(s.ExpireSeconds) && Write32(s.AbsenceSeconds),
        DnsData.Raw r => WriteRaw(r.Bytes.AsSpan()),
        _ => throw new InvalidOperationException($"Nobody knows how {data.GetType().Name} is written"),
    };

    private bool Write(DnsExtension e, int upperCode) =>
        WriteRaw([0]) && Write16((int)DnsType.Opt) && Write16(e.UdpBytes) && Write32((uint)(upperCode & 255) << 24 | (uint)(e.Version & 255) << 16 | (e.WantsSignatures ? 0x8000u : 0)) && Write16(e.Options.Length) && WriteRaw(e.Options.AsSpan());

    private bool Write(DnsName name)
    {
        for (var rest = name; !rest.Labels.IsEmpty; rest = rest.Parent)
        {
            var key = string.Join('\u0100', rest.Labels);
            if (written.TryGetValue(key, out var place)) return Write16(0xc000 | place);
            if (at <= HighestPointer) written[key] = at;
            var label = rest.Labels[0];
            if (at + 1 + label.Length > limit) return false;
            buffer[at++] = (byte)label.Length;
            at += Encoding.Latin1.GetBytes(label, buffer.AsSpan(at));
        }
        return WriteRaw([0]);
    }

    private bool WriteRaw(ReadOnlySpan<byte> raw)
    {
        if (at + raw.Length > limit) return false;
        raw.CopyTo(buffer.AsSpan(at));
        at += raw.Length;
        return true;
    }

    private bool Write16(int number)
    {
        if (at + 2 > limit) return false;
        BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(at), (ushort)number);
        at += 2;
        return true;
    }

    private bool Write32(uint number)
    {
        if (at + 4 > limit) return false;
        BinaryPrimitives.WriteUInt32BigEndian(buffer.AsSpan(at), number);
        at += 4;
        return true;
    }

    private bool Write128(UInt128 number)
    {
        if (at + 16 > limit) return false;
        BinaryPrimitives.WriteUInt128BigEndian(buffer.AsSpan(at), number);
        at += 16;
        return true;
    }
}
