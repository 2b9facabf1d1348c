using System.Text.Json.Serialization;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Output;

namespace Haneul.Sockets;

/// <summary>The sockets of a host, as <c>haneul sockets</c> shows them.</summary>
internal sealed record SocketsReport(string Host, IReadOnlyList<SocketView> Sockets)
{
    public static SocketsReport Of(NamespaceEntry entry, string host, int pid)
    {
        var sockets = HostSockets.In(entry, host);
        var owners = SocketOwners.Of(pid);
        return new SocketsReport(host, [.. sockets.Select(s => SocketView.Of(s, owners.GetValueOrDefault(s.Inode)))]);
    }
}

/// <summary>A socket: its five-tuple, its state, and who holds it.</summary>
/// <param name="LocalName">IANA's service name, or the range of the port: well-known, registered, dynamic.</param>
/// <param name="Peer">Absent where it has none.</param>
internal sealed record SocketView(string Protocol, string State, string Local, int LocalPort, string LocalName, string? Peer, int? PeerPort, string? PeerName, string? Process, int? Pid)
{
    public static SocketView Of(HostSocket socket, SocketOwner? owner)
    {
        var hasPeer = socket.PeerPort != 0 || socket.Peer.Bits != 0;
        return new SocketView(
            Protocols.NameOf(socket.Protocol), socket.State, Any(socket.Local), socket.LocalPort, NameOf(socket.LocalPort),
            hasPeer ? socket.Peer.ToString() : null, hasPeer ? socket.PeerPort : null, hasPeer ? NameOf(socket.PeerPort) : null,
            owner is null ? null : owner.IsHosts ? owner.Name : $"{owner.Name} (Haneul's)", owner?.Pid);
    }

    [JsonIgnore]
    public string LocalTold => Told(Local, LocalPort);

    [JsonIgnore]
    public string PeerTold => Peer is null ? "" : Told(Peer, PeerPort ?? 0);

    private static string NameOf(int port) => PortNames.Of(port) ?? PortNames.RangeOf(port);

    private static string Any(Ip ip) => ip.Bits == 0 ? "*" : ip.ToString();

    public static string Told(string address, int port) => address.Contains(':', StringComparison.Ordinal) ? $"[{address}]:{port}" : $"{address}:{port}";
}
