using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>A socket of TCP or UDP as the kernel has it.</summary>
/// <param name="Protocol">IANA number.</param>
/// <param name="State">In the kernel's word: <c>LISTEN</c>, <c>ESTABLISHED</c>; a UDP socket without a peer is <c>UNCONNECTED</c>.</param>
/// <param name="Local">All zeros where it takes any address.</param>
/// <param name="Peer">All zeros where it has none.</param>
/// <param name="Inode">The number by which processes hold it; 0 where none does any more.</param>
public sealed record HostSocket(int Protocol, string State, Ip Local, int LocalPort, Ip Peer, int PeerPort, uint Inode);

/// <summary>Sockets as netlink messages (sock_diag(7), linux/inet_diag.h), and reading all of a namespace.</summary>
public static class HostSockets
{
    /// <summary>NETLINK_SOCK_DIAG and SOCK_DIAG_BY_FAMILY.</summary>
    private const int Diagnosis = 4;
    private const ushort ByFamily = 20;

    private const int QuestionLength = 56, AnswerLength = 72;
    private const uint AllStates = 0xffff_ffff;

    /// <summary>Of an answer: the ports, the addresses (16 bytes each), the inode.</summary>
    private const int StateAt = 1, PortsAt = 4, LocalAt = 8, PeerAt = 24, InodeAt = 68;

    /// <summary>net/tcp_states.h, from 1.</summary>
    private static readonly string[] States = ["ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT", "CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING", "SYN_RECV"];

    /// <summary>All of a namespace, those that listen first.</summary>
    public static IReadOnlyList<HostSocket> In(NamespaceEntry entry, string name)
    {
        using var socket = entry.In(name, () => NetlinkSocket.Open(Diagnosis));
        var writer = new NetlinkWriter();
        var found = new List<HostSocket>();
        foreach (var protocol in (ReadOnlySpan<int>)[Protocols.Tcp, Protocols.Udp])
        {
            foreach (var v6 in (ReadOnlySpan<bool>)[false, true])
            {
                var first = found.Count;
                writer.Clear();
                Ask(writer, protocol, v6);
                socket.Dump(writer, "sockets", message => Add(found, message, protocol), () => found.RemoveRange(first, found.Count - first));
            }
        }
        return [.. found.OrderBy(s => s.State != "LISTEN").ThenBy(s => s.Protocol).ThenBy(s => s.LocalPort).ThenBy(s => s.PeerPort)];
    }

    private static void Ask(NetlinkWriter writer, int protocol, bool v6)
    {
        writer.Begin(ByFamily, NetlinkFlags.Dump);
        var question = writer.Fixed(QuestionLength);
        question[0] = Rtm.FamilyOf(v6);
        question[1] = (byte)protocol;
        MemoryMarshal.Write(question[4..], AllStates);
        writer.End();
    }

    private static void Add(List<HostSocket> found, NetlinkMessage message, int protocol)
    {
        var answer = message.Body;
        if (message.Type != ByFamily || answer.Length < AnswerLength) return;
        var v6 = answer[0] == Rtm.V6;
        var width = v6 ? 16 : 4;
        var state = answer[StateAt] is var number && number >= 1 && number <= States.Length ? States[number - 1] : $"{number}";
        found.Add(new HostSocket(
            protocol, protocol == Protocols.Udp && state == "CLOSE" ? "UNCONNECTED" : state,
            FlowKey.Address(answer.Slice(LocalAt, width)), BinaryPrimitives.ReadUInt16BigEndian(answer[PortsAt..]),
            FlowKey.Address(answer.Slice(PeerAt, width)), BinaryPrimitives.ReadUInt16BigEndian(answer[(PortsAt + 2)..]),
            MemoryMarshal.Read<uint>(answer[InodeAt..])));
    }
}
