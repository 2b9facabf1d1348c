using System.Buffers.Binary;

namespace Haneul.Balancer;

/// <summary>What a gateway balancer tells an appliance of a packet, and wants back with it.</summary>
/// <param name="EndpointId">The endpoint at which the packet arrived.</param>
/// <param name="AttachmentId">The endpoint's interface.</param>
/// <param name="FlowCookie">The flow that it belongs to: the same for both directions.</param>
internal readonly record struct GeneveTags(ulong EndpointId, ulong AttachmentId, uint FlowCookie);

/// <summary>Why a GENEVE packet is not taken.</summary>
internal enum GeneveFault
{
    None,

    /// <summary>It ends before its header, its options or what it carries do.</summary>
    Truncated,

    /// <summary>Only version 0 is known (RFC 8926, 3.4).</summary>
    Version,

    /// <summary>Control messages mean nothing here.</summary>
    Control,

    /// <summary>A critical option that nobody here knows (RFC 8926, 3.5).</summary>
    Critical,

    /// <summary>One of the three options lacks, is there twice or has another length.</summary>
    Options,

    /// <summary>It carries neither IPv4 nor IPv6.</summary>
    Carried,
}

/// <summary>
/// The header that stands before each packet between a gateway balancer and its appliances: GENEVE (RFC 8926) with three options of AWS's class. Pure.
/// https://aws.amazon.com/blogs/networking-and-content-delivery/integrate-your-custom-logic-or-appliance-with-aws-gateway-load-balancer/
/// </summary>
internal static class Geneve
{
    /// <summary>UDP (RFC 8926, 3.3).</summary>
    public const int Port = 6081;

    /// <summary>Of what <see cref="Write"/> writes: 8 bytes and three options.</summary>
    public const int HeaderLength = BaseLength + 12 + 12 + 8;

    private const int BaseLength = 8;
    private const int OptionLength = 4;
    private const ushort V4 = 0x0800, V6 = 0x86dd;
    private const ushort OfAws = 0x0108;
    private const byte Endpoint = 1, Attachment = 2, Cookie = 3;
    private const byte IsControl = 0x80, CriticalOption = 0x80, LengthMask = 0x3f, OptionLengthMask = 0x1f;

    /// <summary>Writes <see cref="HeaderLength"/> bytes.</summary>
    public static void Write(Span<byte> into, in GeneveTags tags, bool carriesV6)
    {
        into[..BaseLength].Clear();
        into[0] = (HeaderLength - BaseLength) / 4;
        BinaryPrimitives.WriteUInt16BigEndian(into[2..], carriesV6 ? V6 : V4);
        Option(into[8..], Endpoint, 8);
        BinaryPrimitives.WriteUInt64BigEndian(into[12..], tags.EndpointId);
        Option(into[20..], Attachment, 8);
        BinaryPrimitives.WriteUInt64BigEndian(into[24..], tags.AttachmentId);
        Option(into[32..], Cookie, 4);
        BinaryPrimitives.WriteUInt32BigEndian(into[36..], tags.FlowCookie);
    }

    /// <summary>Reads a header with the three options in any order; others that are not critical may stand beside them.</summary>
    /// <param name="packet">From the end of the UDP header on.</param>
    /// <param name="tags">What the options say.</param>
    /// <param name="inner">Where the packet that it carries begins.</param>
    public static GeneveFault TryRead(ReadOnlySpan<byte> packet, out GeneveTags tags, out int inner)
    {
        (tags, inner) = (default, 0);
        if (packet.Length < BaseLength) return GeneveFault.Truncated;
        if (packet[0] >> 6 != 0) return GeneveFault.Version;
        if ((packet[1] & IsControl) != 0) return GeneveFault.Control;
        var end = BaseLength + (packet[0] & LengthMask) * 4;
        if (packet.Length < end) return GeneveFault.Truncated;
        var type = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        if (type is not (V4 or V6)) return GeneveFault.Carried;
        var fault = ReadOptions(packet[BaseLength..end], out tags);
        if (fault != GeneveFault.None) return fault;
        inner = end;
        if (packet.Length == end) return GeneveFault.Truncated;
        return packet[end] >> 4 == (type == V6 ? 6 : 4) ? GeneveFault.None : GeneveFault.Carried;
    }

    private static GeneveFault ReadOptions(ReadOnlySpan<byte> options, out GeneveTags tags)
    {
        tags = default;
        var seen = 0;
        while (options.Length > 0)
        {
            if (options.Length < OptionLength) return GeneveFault.Truncated;
            var length = (options[3] & OptionLengthMask) * 4;
            if (options.Length < OptionLength + length) return GeneveFault.Truncated;
            var data = options.Slice(OptionLength, length);
            var type = (byte)(options[2] & ~CriticalOption);
            if (BinaryPrimitives.ReadUInt16BigEndian(options) == OfAws && type is Endpoint or Attachment or Cookie)
            {
                var bit = 1 << type;
                if ((seen & bit) != 0 || length != (type == Cookie ? 4 : 8)) return GeneveFault.Options;
                seen |= bit;
                tags = type switch
                {
                    Endpoint => tags with { EndpointId = BinaryPrimitives.ReadUInt64BigEndian(data) },
                    Attachment => tags with { AttachmentId = BinaryPrimitives.ReadUInt64BigEndian(data) },
                    _ => tags with { FlowCookie = BinaryPrimitives.ReadUInt32BigEndian(data) },
                };
            }
            else if ((options[2] & CriticalOption) != 0) return GeneveFault.Critical;
            options = options[(OptionLength + length)..];
        }
        return seen == (1 << Endpoint | 1 << Attachment | 1 << Cookie) ? GeneveFault.None : GeneveFault.Options;
    }

    /// <summary>Class, type and length; none of them is critical: an appliance that knows none may drop nothing for them.</summary>
    private static void Option(Span<byte> into, byte type, int length)
    {
        BinaryPrimitives.WriteUInt16BigEndian(into, OfAws);
        into[2] = type;
        into[3] = (byte)(length / 4);
    }
}
