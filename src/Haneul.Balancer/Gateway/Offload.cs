using System.Buffers.Binary;

namespace Haneul.Balancer;

/// <summary>
/// What the kernel leaves to a network card, said by struct virtio_net_hdr before each packet of a packet socket (packet(7), PACKET_VNET_HDR): a checksum that is not complete, a packet that is to be cut.
/// </summary>
internal readonly record struct Offload(byte Flags, byte Kind, int SegmentBytes, int ChecksumStart, int ChecksumOffset)
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderLength = 10;

    private const byte NeedsChecksum = 1;
    private const byte OfTcpV4 = 1, OfTcpV6 = 4, OfDatagrams = 5, Ecn = 0x80;

    public bool LacksChecksum => (Flags & NeedsChecksum) != 0;

    public bool IsCut => (Kind & ~Ecn) != 0;

    public bool IsTcp => (Kind & ~Ecn) is OfTcpV4 or OfTcpV6;

    /// <summary>TCP, or datagrams of one size that were sent in one go (UDP_SEGMENT).</summary>
    public bool IsKnown => (Kind & ~Ecn) is 0 or OfTcpV4 or OfTcpV6 or OfDatagrams;

    /// <summary>The offsets count from the frame's beginning; here from that of the packet, which stands so many bytes further on.</summary>
    public static Offload Read(ReadOnlySpan<byte> header, int linkBytes) => new(
        header[0], header[1], BitConverter.ToUInt16(header[4..]), BitConverter.ToUInt16(header[6..]) - linkBytes, BitConverter.ToUInt16(header[8..]));
}

/// <summary>Completes checksums and cuts packets as a network card would. Pure. RFC 1071, RFC 9293, RFC 768.</summary>
internal static class Offloading
{
    private const int UdpLength = 8, LeastTcp = 20;
    private const byte Final = 0x01, Push = 0x08, Reduced = 0x80;

    /// <summary>The field holds the sum of the pseudo header; false where it does not lie in the packet.</summary>
    public static bool Complete(Span<byte> packet, in Offload offload)
    {
        var (start, field) = (offload.ChecksumStart, offload.ChecksumStart + offload.ChecksumOffset);
        if (start < 0 || field + 2 > packet.Length) return false;
        var sum = Folded(Sum(packet[start..], 0));
        // Zero would say that there is none (RFC 768); TCP's other zero is as good.
        BinaryPrimitives.WriteUInt16BigEndian(packet[field..], sum == 0xffff ? (ushort)0xffff : (ushort)~sum);
        return true;
    }

    /// <summary>How many packets it is cut into; 0 where it cannot be cut.</summary>
    public static int Count(ReadOnlySpan<byte> packet, in Offload offload)
    {
        var headers = HeadersOf(packet, offload);
        if (headers == 0 || headers >= packet.Length || offload.SegmentBytes <= 0 || Math.Min(offload.SegmentBytes, packet.Length - headers) > ushort.MaxValue - headers) return 0;
        return (packet.Length - headers + offload.SegmentBytes - 1) / offload.SegmentBytes;
    }

    /// <summary>Writes the packet of that number, whole and with its checksums; answers its length.</summary>
    public static int Cut(ReadOnlySpan<byte> packet, in Offload offload, int number, Span<byte> into)
    {
        var headers = HeadersOf(packet, offload);
        var from = headers + number * offload.SegmentBytes;
        var bytes = Math.Min(offload.SegmentBytes, packet.Length - from);
        var length = headers + bytes;
        packet[..headers].CopyTo(into);
        packet.Slice(from, bytes).CopyTo(into[headers..]);
        var cut = into[..length];
        var transport = offload.ChecksumStart;
        var isV6 = packet[0] >> 4 == 6;
        if (isV6) BinaryPrimitives.WriteUInt16BigEndian(cut[4..], (ushort)(length - 40));
        else WriteV4(cut, transport, number);
        if (offload.IsTcp) WriteTcp(cut[transport..], number, offload.SegmentBytes, isLast: from + bytes == packet.Length);
        else BinaryPrimitives.WriteUInt16BigEndian(cut[(transport + 4)..], (ushort)(length - transport));
        var field = transport + offload.ChecksumOffset;
        BinaryPrimitives.WriteUInt16BigEndian(cut[field..], 0);
        var sum = Folded(Sum(cut[transport..], Pseudo(cut, isV6, offload.IsTcp ? FlowKey.Tcp : FlowKey.Udp, length - transport)));
        BinaryPrimitives.WriteUInt16BigEndian(cut[field..], sum == 0xffff ? (ushort)0xffff : (ushort)~sum);
        return length;
    }

    /// <summary>The sum of 16-bit words in one's complement, unfolded.</summary>
    public static ulong Sum(ReadOnlySpan<byte> bytes, ulong sum)
    {
        while (bytes.Length >= 4)
        {
            sum += BinaryPrimitives.ReadUInt32BigEndian(bytes);
            bytes = bytes[4..];
        }
        if (bytes.Length >= 2)
        {
            sum += (ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 16;
            bytes = bytes[2..];
            return bytes.IsEmpty ? sum : sum + ((ulong)bytes[0] << 8);
        }
        return bytes.IsEmpty ? sum : sum + ((ulong)bytes[0] << 24);
    }

    public static ushort Folded(ulong sum)
    {
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)sum;
    }

    /// <summary>What stands before the transport's payload; 0 where it is not all there.</summary>
    private static int HeadersOf(ReadOnlySpan<byte> packet, in Offload offload)
    {
        var transport = offload.ChecksumStart;
        if (transport < 20 || packet.Length < transport + (offload.IsTcp ? LeastTcp : UdpLength) || packet[0] >> 4 == 6 && transport < 40) return 0;
        if (!offload.IsTcp) return offload.ChecksumOffset == 6 ? transport + UdpLength : 0;
        var header = (packet[transport + 12] >> 4) * 4;
        return offload.ChecksumOffset == 16 && header >= LeastTcp && packet.Length >= transport + header ? transport + header : 0;
    }

    private static void WriteV4(Span<byte> packet, int header, int number)
    {
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)(BinaryPrimitives.ReadUInt16BigEndian(packet[4..]) + number));
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], (ushort)~Folded(Sum(packet[..header], 0)));
    }

    private static void WriteTcp(Span<byte> segment, int number, int bytes, bool isLast)
    {
        BinaryPrimitives.WriteUInt32BigEndian(segment[4..], BinaryPrimitives.ReadUInt32BigEndian(segment[4..]) + (uint)(number * bytes));
        if (!isLast) segment[13] &= unchecked((byte)~(Final | Push));
        if (number > 0) segment[13] &= unchecked((byte)~Reduced);
    }

    private static ulong Pseudo(ReadOnlySpan<byte> packet, bool isV6, byte protocol, int length) =>
        Sum(isV6 ? packet[8..40] : packet[12..20], (ulong)protocol + (ulong)length);
}
