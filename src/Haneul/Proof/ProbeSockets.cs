using System.Net;
using System.Net.Sockets;
using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;
using Cookie = Haneul.Kernel.Cookie;

namespace Haneul.Proof;

/// <summary>
/// Sends probes out of hosts, whatever ports are in use there, and hears the answers: raw sockets (raw(7)) in the hosts' namespaces, one for each source address and protocol. The host's own rules and routes count as for any packet that it makes.
/// </summary>
internal sealed class ProbeSockets(NamespaceEntry entry) : IDisposable
{
    private const int V4Header = 20;

    /// <summary>SOL_IPV6, IPV6_TRANSPARENT, IP_TRANSPARENT: ipv6(7), ip(7).</summary>
    private const int V6Level = 41, V6Transparent = 75, V4Transparent = 19;

    private readonly Dictionary<(string Namespace, Ip Source, int Protocol), Socket> sockets = [];
    private readonly Dictionary<Cookie, (string Namespace, Packet Answer)> awaited = [];
    private readonly HashSet<Cookie> answered = [];
    private readonly byte[] buffer = new byte[256];

    /// <summary>The very answer has come: addresses and ports exactly exchanged.</summary>
    public bool IsAnswered(Cookie cookie) => answered.Contains(cookie);

    /// <summary>False where the host's kernel will not send such a packet: it has no route, or not the address.</summary>
    public bool Send(string ns, Packet packet, Cookie cookie)
    {
        try
        {
            var socket = SocketOf(ns, packet);
            awaited[cookie] = (ns, packet.Answer());
            socket.SendTo(ProbeMessage.Of(packet, cookie), new IPEndPoint(IPAddress.Parse(packet.Destination.ToString()), 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Takes in what has come.</summary>
    public void Receive()
    {
        foreach (var ((ns, _, protocol), socket) in sockets)
        {
            while (socket.Available > 0) Take(socket, ns, protocol);
        }
    }

    public void Dispose()
    {
        foreach (var socket in sockets.Values) socket.Dispose();
    }

    private Socket SocketOf(string ns, Packet packet)
    {
        var key = (ns, packet.Source, packet.Protocol);
        if (sockets.TryGetValue(key, out var known)) return known;
        var made = entry.In(ns, () =>
        {
            var socket = new Socket(packet.IsV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Raw, (ProtocolType)packet.Protocol);
            // A balancer's node opens connections by the addresses of its clients.
            if (PlanNames.IsBalancerNode(ns)) socket.SetRawSocketOption(packet.IsV6 ? V6Level : 0, packet.IsV6 ? V6Transparent : V4Transparent, BitConverter.GetBytes(1));
            socket.Bind(new IPEndPoint(IPAddress.Parse(packet.Source.ToString()), 0));
            return socket;
        });
        return sockets[key] = made;
    }

    private void Take(Socket socket, string ns, int protocol)
    {
        try
        {
            EndPoint sender = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
            var length = socket.ReceiveFrom(buffer, ref sender);
            // IPv4 hands out the IP header as well.
            ReadOnlySpan<byte> transport = buffer.AsSpan(0, length);
            if (socket.AddressFamily == AddressFamily.InterNetwork) transport = transport[Math.Min(length, V4Header)..];
            if (Cookie.InTransport(protocol, transport) is not (var cookie, true) || !awaited.TryGetValue(cookie, out var awaiting)) return;
            // Another host may have the same address: what comes there is not an answer to the asker.
            var (asker, answer) = awaiting;
            if (asker != ns) return;
            var isFrom = sender is IPEndPoint { Address: var address } && Ip.Parse(address.ToString()) == answer.Source;
            if (isFrom && (!Protocols.HasPorts(protocol) || PortAt(transport, 0) == answer.SourcePort && PortAt(transport, 2) == answer.DestinationPort)) answered.Add(cookie);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.MessageSize or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.ConnectionRefused or SocketError.ConnectionReset)
        {
            // Longer than any answer to a probe, or an error that came back for one: neither is an answer.
        }
    }

    private static int PortAt(ReadOnlySpan<byte> header, int at) => header[at] << 8 | header[at + 1];
}
