using System.Buffers.Binary;
using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Proof;

/// <summary>What a probe is made of, behind the IP header that the sender's kernel makes: a TCP segment that asks for a connection, a UDP datagram, an echo request; each with the cookie.</summary>
internal static class ProbeMessage
{
    private const int TcpHeader = 20, UdpHeader = 8;
    private const byte Synchronize = 2, HeaderOfFiveWords = 5 << 4;
    private const ushort Window = 64240;

    public static byte[] Of(Packet packet, Cookie cookie) => packet.Protocol switch
    {
        Protocols.Tcp => Tcp(packet, cookie),
        Protocols.Udp => Udp(packet, cookie),
        _ => Echo(packet, cookie),
    };

    /// <summary>RFC 9293, 3.1.</summary>
    private static byte[] Tcp(Packet packet, Cookie cookie)
    {
        var segment = new byte[TcpHeader];
        Ports(segment, packet);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(4), cookie.Number);
        segment[12] = HeaderOfFiveWords;
        segment[13] = Synchronize;
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(14), Window);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(16), Sum(packet, segment));
        return segment;
    }

    /// <summary>RFC 768.</summary>
    private static byte[] Udp(Packet packet, Cookie cookie)
    {
        byte[] datagram = [.. new byte[UdpHeader], .. cookie.Content(isAnswer: false)];
        Ports(datagram, packet);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(4), (ushort)datagram.Length);
        // A sum of zero is written as all ones: zero says that there is none.
        var sum = Sum(packet, datagram);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(6), sum == 0 ? ushort.MaxValue : sum);
        return datagram;
    }

    /// <summary>RFC 792; of ICMPv6 (RFC 4443) the kernel makes the sum.</summary>
    private static byte[] Echo(Packet packet, Cookie cookie)
    {
        byte[] message = [(byte)packet.IcmpType, (byte)packet.IcmpCode, 0, 0, (byte)(cookie.Number >> 9), (byte)(cookie.Number >> 1), 0, 1, .. cookie.Content(isAnswer: false)];
        if (!packet.IsV6) BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), Folded(Added(0, message)));
        return message;
    }

    private static void Ports(byte[] header, Packet packet)
    {
        BinaryPrimitives.WriteUInt16BigEndian(header, (ushort)packet.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)packet.DestinationPort);
    }

    /// <summary>Over the addresses, the protocol and the length as well (RFC 9293, 3.1; RFC 8200, 8.1).</summary>
    private static ushort Sum(Packet packet, byte[] content)
    {
        Span<byte> addresses = stackalloc byte[32];
        BinaryPrimitives.WriteUInt128BigEndian(addresses, packet.Source.Bits);
        BinaryPrimitives.WriteUInt128BigEndian(addresses[16..], packet.Destination.Bits);
        return Folded(Added(Added((uint)(packet.Protocol + content.Length), addresses), content));
    }

    private static uint Added(uint sum, ReadOnlySpan<byte> content)
    {
        for (var i = 0; i < content.Length; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(content[i..]);
        return sum;
    }

    private static ushort Folded(uint sum)
    {
        while (sum > ushort.MaxValue) sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (ushort)~sum;
    }
}
