using System.Buffers.Binary;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>A packet that a router told: the first of a connection that passed, or one that was refused.</summary>
/// <param name="Flow">What it belongs to; the refusal is 0 where it passed.</param>
/// <param name="Length">Of the IP packet, bytes.</param>
public readonly record struct ToldPacket(FlowKey Flow, int Length)
{
    public bool IsRefused => Flow.Refusal != 0;
}

/// <summary>NFLOG as netlink messages (linux/netfilter/nfnetlink_log.h): listening to a group, and the packets that it tells.</summary>
internal static class LogMessages
{
    private const int Subsystem = 4, Packet = 0, Config = 1, Header = 4;
    private const int ConfigCommand = 1, ConfigMode = 2, ConfigBuffer = 3, ConfigTimeout = 4, ConfigThreshold = 5, ConfigFlags = 6, NumberEach = 1;
    private const byte Bind = 1, CopyPacket = 2;
    private const int MarkOf = 2, InDevice = 4, OutDevice = 5, Payload = 9, Prefix = 10, Number = 12;

    /// <summary>Hundredths of a second after which what was collected is handed on.</summary>
    private const uint Patience = 5;

    private const uint MostCollected = 32, CollectedBytes = 32 * 1024;

    /// <summary>Asks for the packets of a group, their first bytes only.</summary>
    public static void Listen(NetlinkWriter writer, ushort group, uint bytes)
    {
        Begin(writer, group);
        writer.Byte(ConfigCommand, Bind);
        writer.End();
        Begin(writer, group);
        var mode = writer.Attribute(ConfigMode, 6);
        BinaryPrimitives.WriteUInt32BigEndian(mode, bytes);
        mode[4] = CopyPacket;
        writer.NetworkNumber(ConfigBuffer, CollectedBytes);
        writer.NetworkNumber(ConfigTimeout, Patience);
        writer.NetworkNumber(ConfigThreshold, MostCollected);
        writer.NetworkShort(ConfigFlags, NumberEach);
        writer.End();
    }

    /// <summary>The packet of a message, with its number; null in any other, and where it is no IP packet.</summary>
    public static ToldPacket? In(NetlinkMessage message, out uint number)
    {
        number = 0;
        if (message.Type != ((Subsystem << 8) | Packet)) return null;
        ReadOnlySpan<byte> content = [];
        var (mark, from, to, prefix) = (0u, 0, 0, "");
        foreach (var attribute in message.Attributes(Header))
        {
            switch (attribute.Type)
            {
                case MarkOf:
                    mark = attribute.NetworkNumber;
                    break;
                case InDevice:
                    from = (int)attribute.NetworkNumber;
                    break;
                case OutDevice:
                    to = (int)attribute.NetworkNumber;
                    break;
                case Payload:
                    content = attribute.Value;
                    break;
                case Number:
                    number = attribute.NetworkNumber;
                    break;
                case Prefix:
                    prefix = attribute.Text;
                    break;
                default:
                    break;
            }
        }
        return PacketIn(content, from, to, prefix == RouterObservation.RefusedPrefix ? mark : 0);
    }

    private static ToldPacket? PacketIn(ReadOnlySpan<byte> packet, int from, int to, uint refusal)
    {
        if (packet.Length < 20) return null;
        var v6 = packet[0] >> 4 == 6;
        if (v6 && packet.Length < 40) return null;
        var header = v6 ? 40 : (packet[0] & 15) * 4;
        int protocol = packet[v6 ? 6 : 9];
        var length = BinaryPrimitives.ReadUInt16BigEndian(packet[(v6 ? 4 : 2)..]) + (v6 ? 40 : 0);
        var (source, destination) = v6 ? (FlowKey.Address(packet[8..24]), FlowKey.Address(packet[24..40])) : (FlowKey.Address(packet[12..16]), FlowKey.Address(packet[16..20]));
        var transport = packet[Math.Min(header, packet.Length)..];
        var hasPorts = protocol is Protocols.Tcp or Protocols.Udp && transport.Length >= 4;
        var flags = protocol == Protocols.Tcp && transport.Length > 13 ? transport[13] & (FlowKey.Fin | FlowKey.Syn | FlowKey.Rst | FlowKey.Ack) : 0;
        return new ToldPacket(
            new FlowKey(
                from, to, source, destination, protocol, hasPorts ? BinaryPrimitives.ReadUInt16BigEndian(transport) : 0, hasPorts ? BinaryPrimitives.ReadUInt16BigEndian(transport[2..]) : 0, flags, refusal),
            length);
    }

    private static void Begin(NetlinkWriter writer, ushort group)
    {
        writer.Begin((Subsystem << 8) | Config, 0);
        BinaryPrimitives.WriteUInt16BigEndian(writer.Fixed(Header)[2..], group);
    }
}
