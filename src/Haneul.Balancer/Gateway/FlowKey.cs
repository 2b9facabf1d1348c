using System.Buffers.Binary;

namespace Haneul.Balancer;

/// <summary>By what packets are taken to be of one flow. https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/edit-target-group-attributes.html#target-group-stickiness</summary>
internal enum FlowBreadth
{
    /// <summary>Addresses, ports and protocol.</summary>
    Connection,

    /// <summary>Addresses and protocol.</summary>
    AddressesAndProtocol,

    /// <summary>Addresses.</summary>
    Addresses,
}

/// <summary>
/// A flow: both directions have the same one, since the lower end stands first. What is cut into fragments has no ports, in none of its fragments.
/// </summary>
internal readonly record struct FlowKey(UInt128 Low, UInt128 High, ushort LowPort, ushort HighPort, byte Protocol, bool IsV6)
{
    public const byte Tcp = 6, Udp = 17;

    private const int V4Length = 20, V6Length = 40;
    private const byte Fragment = 44;

    /// <summary>Extension headers that a packet may have; with more it is taken by its addresses alone.</summary>
    private const int MostExtensions = 8;

    /// <summary>A number that differs from flow to flow and is the same on every machine and after every start (the finalizer of SplitMix64).</summary>
    public ulong Hash
    {
        get
        {
            var mixed = Mix((ulong)Low ^ Mix((ulong)(Low >> 64)));
            mixed = Mix(mixed ^ (ulong)High ^ Mix((ulong)(High >> 64) + 1));
            return Mix(mixed ^ ((ulong)LowPort << 32 | (ulong)HighPort << 16 | Protocol) ^ (IsV6 ? 1UL << 63 : 0));
        }
    }

    public static ulong Mix(ulong value)
    {
        value += 0x9e37_79b9_7f4a_7c15;
        value = (value ^ value >> 30) * 0xbf58_476d_1ce4_e5b9;
        value = (value ^ value >> 27) * 0x94d0_49bb_1331_11eb;
        return value ^ value >> 31;
    }

    /// <summary>Reads a whole IP packet; false where it is none, or longer or shorter than its header says (padding behind it is cut off by <paramref name="length"/>).</summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, FlowBreadth breadth, out FlowKey key, out int length)
    {
        (key, length) = (default, 0);
        if (packet.IsEmpty) return false;
        return (packet[0] >> 4) switch
        {
            4 => TryReadV4(packet, breadth, out key, out length),
            6 => TryReadV6(packet, breadth, out key, out length),
            _ => false,
        };
    }

    private static bool TryReadV4(ReadOnlySpan<byte> packet, FlowBreadth breadth, out FlowKey key, out int length)
    {
        (key, length) = (default, 0);
        if (packet.Length < V4Length) return false;
        var header = (packet[0] & 0xf) * 4;
        length = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        // The kernel writes 0 where the field is too short, before a packet is cut.
        if (length == 0 && packet.Length > ushort.MaxValue) length = packet.Length;
        if (header < V4Length || length < header || packet.Length < length) return false;
        var isWhole = (BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & 0x3fff) == 0;
        var (source, destination) = (BinaryPrimitives.ReadUInt32BigEndian(packet[12..]), BinaryPrimitives.ReadUInt32BigEndian(packet[16..]));
        key = Of(source, destination, packet[9], isWhole ? packet[header..length] : [], breadth, v6: false);
        return true;
    }

    private static bool TryReadV6(ReadOnlySpan<byte> packet, FlowBreadth breadth, out FlowKey key, out int length)
    {
        (key, length) = (default, 0);
        if (packet.Length < V6Length) return false;
        length = V6Length + BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
        if (packet.Length < length) return false;
        var (protocol, at, isWhole) = (packet[6], V6Length, true);
        // Hop-by-hop, routing, fragment, destination options: RFC 8200, 4.
        for (var i = 0; i < MostExtensions && protocol is 0 or 43 or Fragment or 60; i++)
        {
            if (length < at + 8) return false;
            isWhole &= protocol != Fragment;
            var size = protocol == Fragment ? 8 : (packet[at + 1] + 1) * 8;
            if (length < at + size) return false;
            (protocol, at) = (packet[at], at + size);
        }
        var (source, destination) = (BinaryPrimitives.ReadUInt128BigEndian(packet[8..]), BinaryPrimitives.ReadUInt128BigEndian(packet[24..]));
        key = Of(source, destination, protocol, isWhole ? packet[at..length] : [], breadth, v6: true);
        return true;
    }

    private static FlowKey Of(UInt128 source, UInt128 destination, byte protocol, ReadOnlySpan<byte> transport, FlowBreadth breadth, bool v6)
    {
        ushort from = 0, to = 0;
        if (breadth == FlowBreadth.Connection && protocol is Tcp or Udp && transport.Length >= 4)
        {
            (from, to) = (BinaryPrimitives.ReadUInt16BigEndian(transport), BinaryPrimitives.ReadUInt16BigEndian(transport[2..]));
        }
        if (breadth == FlowBreadth.Addresses) protocol = 0;
        var isOrdered = source < destination || source == destination && from <= to;
        return isOrdered ? new FlowKey(source, destination, from, to, protocol, v6) : new FlowKey(destination, source, to, from, protocol, v6);
    }
}
