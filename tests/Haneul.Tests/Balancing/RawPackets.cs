using System.Buffers.Binary;
using Haneul.Balancer;
using Haneul.Model;

namespace Haneul.Tests.Balancing;

/// <summary>IP packets made of bytes.</summary>
internal static class RawPackets
{
    public static byte[] Udp4(string from, string to, int fromPort, int toPort, int length)
    {
        var packet = new byte[length];
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)length);
        (packet[8], packet[9]) = (64, 17);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(12), (uint)Ip.Parse(from).Bits);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(16), (uint)Ip.Parse(to).Bits);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(20), (ushort)fromPort);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(22), (ushort)toPort);
        return packet;
    }

    /// <summary>TCP, UDP or ICMP by IPv4 or IPv6 between a few addresses.</summary>
    public static byte[] Drawn(Random random)
    {
        var v6 = random.Next(2) == 0;
        var header = v6 ? 40 : 20;
        var packet = new byte[header + 8 + random.Next(40)];
        random.NextBytes(packet.AsSpan(header));
        packet[0] = (byte)(v6 ? 0x60 : 0x45);
        packet[v6 ? 6 : 9] = (byte)(random.Next(3) switch { 0 => 6, 1 => 17, _ => v6 ? 58 : 1 });
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(v6 ? 4 : 2), (ushort)(v6 ? packet.Length - 40 : packet.Length));
        packet[v6 ? 23 : 15] = (byte)random.Next(4);
        packet[v6 ? 39 : 19] = (byte)random.Next(4);
        return packet;
    }

    /// <summary>Addresses and ports exchanged.</summary>
    public static byte[] Turned(byte[] packet)
    {
        var turned = packet.ToArray();
        var v6 = packet[0] >> 4 == 6;
        var (from, size, ports) = v6 ? (8, 16, 40) : (12, 4, 20);
        packet.AsSpan(from, size).CopyTo(turned.AsSpan(from + size));
        packet.AsSpan(from + size, size).CopyTo(turned.AsSpan(from));
        if (packet[v6 ? 6 : 9] is not (6 or 17)) return turned;
        packet.AsSpan(ports, 2).CopyTo(turned.AsSpan(ports + 2));
        packet.AsSpan(ports + 2, 2).CopyTo(turned.AsSpan(ports));
        return turned;
    }

    /// <summary>A packet that is larger than a device takes, with a sequence number of zero, FIN and PSH.</summary>
    public static (byte[] Packet, int Transport) Large(Random random, bool v6, bool tcp, int payload)
    {
        var transport = v6 ? 40 : 20;
        var packet = new byte[transport + (tcp ? 32 : 8) + payload];
        random.NextBytes(packet);
        packet[0] = (byte)(v6 ? 0x60 : 0x45);
        packet[v6 ? 6 : 9] = (byte)(tcp ? 6 : 17);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(v6 ? 4 : 2), (ushort)(v6 ? packet.Length - 40 : packet.Length > ushort.MaxValue ? 0 : packet.Length));
        if (!v6) packet.AsSpan(6, 2).Clear();
        if (!tcp) return (packet, transport);
        packet.AsSpan(transport + 4, 4).Clear();
        (packet[transport + 12], packet[transport + 13]) = (0x80, 0x19);
        return (packet, transport);
    }

    /// <summary>The sum over pseudo header and transport: all ones where the checksum is right.</summary>
    public static int TransportSum(ReadOnlySpan<byte> packet, int transport, int protocol)
    {
        var addresses = packet[0] >> 4 == 6 ? packet[8..40] : packet[12..20];
        return Offloading.Folded(Offloading.Sum(packet[transport..], Offloading.Sum(addresses, (ulong)(protocol + packet.Length - transport))));
    }
}
