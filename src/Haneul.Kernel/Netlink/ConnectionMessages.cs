using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>Tracked connections as netlink messages (linux/netfilter/nfnetlink_conntrack.h): the dump of all, and removal by tuple and number. Only the default zone.</summary>
internal static class ConnectionMessages
{
    private const int Subsystem = 1, New = 0, Get = 1, Delete = 2;
    private const int Header = 4;

    private const int TupleAsked = 1, TupleAnswered = 2, ProtocolInfo = 4, Timeout = 7, Mark = 8, CountersAsked = 9, CountersAnswered = 10, Id = 12;
    private const int TupleIp = 1, TupleProtocol = 2;
    private const int IpV4Source = 1, IpV4Destination = 2, IpV6Source = 3, IpV6Destination = 4;
    private const int ProtocolNumber = 1, SourcePort = 2, DestinationPort = 3, IcmpId = 4, IcmpType = 5, IcmpCode = 6, Icmp6Id = 7, Icmp6Type = 8, Icmp6Code = 9;
    private const int InfoTcp = 1, TcpState = 1;
    private const int CounterPackets = 1, CounterBytes = 2;

    private const int Icmp = 1, Icmp6 = 58;
    private const byte EchoRequest = 8, Echo6Request = 128;

    /// <summary>linux/netfilter/nf_conntrack_tcp.h, in the words of conntrack(8).</summary>
    private static readonly string[] TcpStates = ["NONE", "SYN_SENT", "SYN_RECV", "ESTABLISHED", "FIN_WAIT", "CLOSE_WAIT", "LAST_ACK", "TIME_WAIT", "CLOSE", "SYN_SENT2"];

    /// <summary>Asks for all, of both families.</summary>
    public static void List(NetlinkWriter writer)
    {
        writer.Begin(TypeOf(Get), NetlinkFlags.Dump);
        writer.Fixed(Header);
        writer.End();
    }

    /// <summary>The number says that it is still the same one, and not another of the same tuple.</summary>
    public static void Forget(NetlinkWriter writer, Connection connection)
    {
        writer.Begin(TypeOf(Delete), 0);
        writer.Fixed(Header)[0] = Rtm.FamilyOf(connection.Asked.Source.IsV6);
        using (writer.Begin(TupleAsked)) Write(writer, connection.Protocol, connection.Asked);
        writer.NetworkNumber(Id, connection.Id);
        writer.End();
    }

    /// <summary>The connection in an answer to <see cref="List"/>; null in any other message.</summary>
    public static Connection? In(NetlinkMessage message)
    {
        if (message.Type != TypeOf(New) || message.Body.Length < Header) return null;
        var v6 = message.Body[0] == Rtm.V6;
        var protocol = 0;
        var (asked, answered) = (Nobody(v6), Nobody(v6));
        var (state, timeout, mark, id) = ("", 0u, 0u, 0u);
        var (sent, returned) = ((Packets: 0ul, Bytes: 0ul), (Packets: 0ul, Bytes: 0ul));
        foreach (var attribute in message.Attributes(Header))
        {
            switch (attribute.Type)
            {
                case TupleAsked:
                    (protocol, asked) = Read(attribute.Inside, v6);
                    break;
                case TupleAnswered:
                    (_, answered) = Read(attribute.Inside, v6);
                    break;
                case ProtocolInfo:
                    state = StateIn(attribute.Inside);
                    break;
                case Timeout:
                    timeout = attribute.NetworkNumber;
                    break;
                case Mark:
                    mark = attribute.NetworkNumber;
                    break;
                case CountersAsked:
                    sent = Counters(attribute.Inside);
                    break;
                case CountersAnswered:
                    returned = Counters(attribute.Inside);
                    break;
                case Id:
                    id = attribute.NetworkNumber;
                    break;
                default:
                    break;
            }
        }
        return new Connection(protocol, asked, answered, state, timeout)
        {
            PacketsOut = sent.Packets,
            BytesOut = sent.Bytes,
            PacketsBack = returned.Packets,
            BytesBack = returned.Bytes,
            Mark = mark,
            Id = id,
        };
    }

    private static Tuple Nobody(bool v6) => new(new Ip(0, v6), 0, new Ip(0, v6), 0);

    private static (int Protocol, Tuple Tuple) Read(NetlinkAttributes inside, bool v6)
    {
        var (protocol, from, to) = (0, 0, 0);
        var tuple = Nobody(v6);
        foreach (var part in inside)
        {
            foreach (var field in part.Inside)
            {
                switch (part.Type, field.Type)
                {
                    case (TupleIp, IpV4Source or IpV6Source):
                        tuple = tuple with { Source = field.Address };
                        break;
                    case (TupleIp, IpV4Destination or IpV6Destination):
                        tuple = tuple with { Destination = field.Address };
                        break;
                    case (TupleProtocol, ProtocolNumber):
                        protocol = field.Byte;
                        break;
                    case (TupleProtocol, SourcePort or IcmpId or Icmp6Id):
                        from = field.NetworkShort;
                        break;
                    case (TupleProtocol, DestinationPort):
                        to = field.NetworkShort;
                        break;
                    default:
                        break;
                }
            }
        }
        return (protocol, tuple with { SourcePort = from, DestinationPort = to });
    }

    /// <summary>Of ICMP only the echo is spoken of: nothing else that is tracked carries an identifier today.</summary>
    private static void Write(NetlinkWriter writer, int protocol, Tuple tuple)
    {
        var v6 = tuple.Source.IsV6;
        using (writer.Begin(TupleIp))
        {
            writer.Address(v6 ? IpV6Source : IpV4Source, tuple.Source);
            writer.Address(v6 ? IpV6Destination : IpV4Destination, tuple.Destination);
        }
        using (writer.Begin(TupleProtocol))
        {
            writer.Byte(ProtocolNumber, (byte)protocol);
            if (protocol == Icmp)
            {
                writer.Byte(IcmpType, EchoRequest);
                writer.Byte(IcmpCode, 0);
                writer.NetworkShort(IcmpId, tuple.SourcePort);
            }
            else if (protocol == Icmp6)
            {
                writer.Byte(Icmp6Type, Echo6Request);
                writer.Byte(Icmp6Code, 0);
                writer.NetworkShort(Icmp6Id, tuple.SourcePort);
            }
            else
            {
                writer.NetworkShort(SourcePort, tuple.SourcePort);
                writer.NetworkShort(DestinationPort, tuple.DestinationPort);
            }
        }
    }

    private static string StateIn(NetlinkAttributes inside)
    {
        foreach (var info in inside)
        {
            if (info.Type != InfoTcp) continue;
            foreach (var field in info.Inside)
            {
                if (field.Type == TcpState) return field.Byte < TcpStates.Length ? TcpStates[field.Byte] : $"{field.Byte}";
            }
        }
        return "";
    }

    private static (ulong Packets, ulong Bytes) Counters(NetlinkAttributes inside)
    {
        var (packets, bytes) = (0ul, 0ul);
        foreach (var field in inside)
        {
            if (field.Type == CounterPackets) packets = field.NetworkLong;
            else if (field.Type == CounterBytes) bytes = field.NetworkLong;
        }
        return (packets, bytes);
    }

    private static ushort TypeOf(int message) => (ushort)((Subsystem << 8) | message);
}
