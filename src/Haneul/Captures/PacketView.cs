using System.Buffers.Binary;
using System.Globalization;
using Haneul.Model;

namespace Haneul.Captures;

/// <summary>What filters and summaries look at in an Ethernet frame: IPv4 (RFC 791), IPv6 (RFC 8200), TCP (RFC 9293), UDP (RFC 768), ICMP (RFC 792, RFC 4443).</summary>
internal readonly record struct PacketView
{
    private const int EthernetBytes = 14, Ipv4Type = 0x0800, Ipv6Type = 0x86dd, ArpType = 0x0806;

    /// <summary>More headers than this before the transport's are not read.</summary>
    private const int MostExtensions = 8;

    public int EtherType { get; private init; }

    public bool IsIp => EtherType is Ipv4Type or Ipv6Type;

    public bool IsV6 => EtherType == Ipv6Type;

    public bool IsArp => EtherType == ArpType;

    public Ip Source { get; private init; }

    public Ip Destination { get; private init; }

    /// <summary>IANA number; -1 where it is no IP.</summary>
    public int Protocol { get; private init; }

    /// <summary>Has a transport header with ports.</summary>
    public bool HasPorts { get; private init; }

    public int SourcePort { get; private init; }

    public int DestinationPort { get; private init; }

    public int TcpFlags { get; private init; }

    /// <summary>Of ICMP, type and code; else -1.</summary>
    public int IcmpType { get; private init; }

    public int IcmpCode { get; private init; }

    /// <summary>Bytes after the transport header, as the IP header counts them.</summary>
    public int PayloadLength { get; private init; }

    public bool IsLaterFragment { get; private init; }

    public static PacketView Of(ReadOnlySpan<byte> frame)
    {
        var none = new PacketView { Protocol = -1, IcmpType = -1, IcmpCode = -1 };
        if (frame.Length < EthernetBytes) return none;
        var type = BinaryPrimitives.ReadUInt16BigEndian(frame[12..]);
        var rest = frame[EthernetBytes..];
        none = none with { EtherType = type };
        return type switch
        {
            Ipv4Type => OfIpv4(rest, none),
            Ipv6Type => OfIpv6(rest, none),
            _ => none,
        };
    }

    /// <summary>In one line, as tcpdump would say it.</summary>
    public string Told()
    {
        if (IsArp) return "ARP";
        if (!IsIp) return string.Create(CultureInfo.InvariantCulture, $"ethertype 0x{EtherType:x4}");
        var name = Protocols.NameOf(Protocol);
        if (IsLaterFragment) return $"{name} {Source} → {Destination} fragment";
        if (Protocols.IsIcmp(Protocol)) return $"{name} {Source} → {Destination} type {IcmpType} code {IcmpCode}";
        if (!HasPorts) return $"{name} {Source} → {Destination}";
        return $"{name} {With(Source, SourcePort)} → {With(Destination, DestinationPort)}{(Protocol == Protocols.Tcp ? $" [{Flags()}]" : "")} {PayloadLength} bytes";
    }

    private static PacketView OfIpv4(ReadOnlySpan<byte> packet, PacketView none)
    {
        if (packet.Length < 20) return none;
        var header = (packet[0] & 15) * 4;
        var fragment = BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & 0x1fff;
        var view = none with
        {
            Source = Address(packet.Slice(12, 4)),
            Destination = Address(packet.Slice(16, 4)),
            Protocol = packet[9],
            IsLaterFragment = fragment != 0,
        };
        // 0: longer than the field can tell, as the kernel has it before it is cut (BIG TCP).
        var length = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) is > 0 and var told ? told : packet.Length;
        return fragment != 0 || packet.Length < header ? view : Transport(packet[header..], length - header, view);
    }

    private static PacketView OfIpv6(ReadOnlySpan<byte> packet, PacketView none)
    {
        if (packet.Length < 40) return none;
        var (protocol, length) = (packet[6], (int)BinaryPrimitives.ReadUInt16BigEndian(packet[4..]));
        var view = none with { Source = Address(packet.Slice(8, 16)), Destination = Address(packet.Slice(24, 16)), Protocol = protocol };
        var rest = packet[40..];
        // Hop-by-hop, routing, fragment, destination options.
        for (var i = 0; i < MostExtensions && protocol is 0 or 43 or 44 or 60 && rest.Length >= 8; i++)
        {
            var bytes = protocol == 44 ? 8 : (rest[1] + 1) * 8;
            if (protocol == 44 && (BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) & 0xfff8) != 0) return view with { Protocol = rest[0], IsLaterFragment = true };
            protocol = rest[0];
            if (rest.Length < bytes) return view with { Protocol = protocol };
            rest = rest[bytes..];
            length -= bytes;
        }
        return Transport(rest, length, view with { Protocol = protocol });
    }

    private static PacketView Transport(ReadOnlySpan<byte> segment, int length, PacketView view)
    {
        if (Protocols.IsIcmp(view.Protocol)) return segment.Length < 2 ? view : view with { IcmpType = segment[0], IcmpCode = segment[1], PayloadLength = Math.Max(0, length - 8) };
        if (!Protocols.HasPorts(view.Protocol) || segment.Length < 4) return view;
        var isTcp = view.Protocol == Protocols.Tcp && segment.Length >= 14;
        return view with
        {
            HasPorts = true,
            SourcePort = BinaryPrimitives.ReadUInt16BigEndian(segment),
            DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(segment[2..]),
            TcpFlags = isTcp ? segment[13] : 0,
            PayloadLength = Math.Max(0, length - (isTcp ? (segment[12] >> 4) * 4 : 8)),
        };
    }

    private static Ip Address(ReadOnlySpan<byte> bytes) => bytes.Length == 4
        ? Ip.V4(BinaryPrimitives.ReadUInt32BigEndian(bytes))
        : new Ip(BinaryPrimitives.ReadUInt128BigEndian(bytes), true);

    private string Flags()
    {
        ReadOnlySpan<(int Bit, char Letter)> known = [(2, 'S'), (1, 'F'), (4, 'R'), (8, 'P'), (16, '.')];
        var letters = "";
        foreach (var (bit, letter) in known)
        {
            if ((TcpFlags & bit) != 0) letters += letter;
        }
        return letters;
    }

    private static string With(Ip ip, int port) => ip.IsV6 ? $"[{ip}]:{port}" : $"{ip}:{port}";
}
