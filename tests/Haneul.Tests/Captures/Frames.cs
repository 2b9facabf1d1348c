using System.Buffers.Binary;
using System.Net;

namespace Haneul.Tests.Captures;

/// <summary>Ethernet frames for tests, byte by byte as the RFCs have them.</summary>
internal static class Frames
{
    public static byte[] Tcp(string source, int sourcePort, string destination, int destinationPort)
    {
        var segment = new byte[20];
        Ports(segment, sourcePort, destinationPort);
        segment[12] = 5 << 4;
        segment[13] = 2;
        return Ip(source, destination, 6, segment);
    }

    public static byte[] Udp(string source, int sourcePort, string destination, int destinationPort)
    {
        var datagram = new byte[12];
        Ports(datagram, sourcePort, destinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(4), 12);
        return Ip(source, destination, 17, datagram);
    }

    public static byte[] Ping(string source, string destination) => Ip(source, destination, 1, [8, 0, 0, 0, 0, 1, 0, 1]);

    private static void Ports(byte[] segment, int source, int destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(segment, (ushort)source);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)destination);
    }

    private static byte[] Ip(string source, string destination, byte protocol, byte[] content)
    {
        var (from, to) = (IPAddress.Parse(source).GetAddressBytes(), IPAddress.Parse(destination).GetAddressBytes());
        var isV6 = from.Length == 16;
        var header = new byte[isV6 ? 40 : 20];
        if (isV6)
        {
            header[0] = 0x60;
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)content.Length);
            (header[6], header[7]) = (protocol, 64);
        }
        else
        {
            header[0] = 0x45;
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(header.Length + content.Length));
            (header[8], header[9]) = (64, protocol);
        }
        from.CopyTo(header, isV6 ? 8 : 12);
        to.CopyTo(header, isV6 ? 24 : 16);
        byte[] type = isV6 ? [0x86, 0xdd] : [0x08, 0x00];
        return [.. new byte[12], .. type, .. header, .. content];
    }
}
