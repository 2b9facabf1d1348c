using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Tests.Packets;

/// <summary>What became of a packet that was really sent.</summary>
internal enum Seen
{
    /// <summary>It got there and an answer came back.</summary>
    Answered,

    /// <summary>Nothing came back.</summary>
    Silent,
}

/// <summary>
/// Sends real packets in a <see cref="CarriedWorld"/>: TCP connections (one that is refused was answered too), UDP datagrams that a responder echoes, pings.
/// </summary>
internal sealed class Probes : IDisposable
{
    public static readonly int[] Ports = [22, 53, 80, 443, 3306, 8080];

    /// <summary>An answer takes well under a millisecond; one that is expected is waited for much longer, since the machine may be busy.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(80), Patience = TimeSpan.FromSeconds(6);

    /// <summary>A new device carries only when the kernel's work queue has come round to it; TCP asks again by itself.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(400);

    private readonly CarriedWorld world;
    private readonly List<Socket> responders = [];
    private ushort echo;

    public Probes(CarriedWorld world)
    {
        this.world = world;
        // The kernel answers for who listens; nobody need accept.
        foreach (var ns in world.Addresses().Select(a => a.Namespace).Append(PlanNames.Anyone).Distinct()) responders.AddRange(world.Entry.In(ns, () => Ports.Select(Listening).ToList()));
        foreach (var (ns, address) in world.Addresses()) Echo(world.Entry.In(ns, () => Ports.Select(p => Bound(address, p)).ToList()));
        foreach (var served in world.Services().GroupBy(s => s.Namespace))
        {
            responders.AddRange(world.Entry.In(served.Key, () => served.Select(s => s.Service.Port).Distinct().Select(Listening).ToList()));
            Echo(world.Entry.In(served.Key, () => served.Where(s => s.Service.Protocols.Contains(Protocols.Udp)).Select(s => Bound(s.Service.Address, s.Service.Port)).ToList()));
        }
    }

    private void Echo(List<Socket> sockets)
    {
        responders.AddRange(sockets);
        foreach (var socket in sockets) _ = EchoAsync(socket);
    }

    /// <summary>Sends the packet from the namespace and waits for an answer, longer where one is expected.</summary>
    public Task<Seen> SendAsync(string from, Packet packet, bool expected)
    {
        var limit = expected ? Patience : Silence;
        return packet.Protocol switch
        {
            Protocols.Tcp => ConnectAsync(from, packet, limit),
            Protocols.Udp => AskAsync(from, packet, limit),
            _ => PingAsync(from, packet, limit),
        };
    }

    public void Dispose()
    {
        foreach (var socket in responders) socket.Dispose();
    }

    private static AddressFamily Family(Ip ip) => ip.IsV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;

    private static IPEndPoint EndOf(Ip ip, int port) => new(IPAddress.Parse(ip.ToString()), port);

    private static Socket Bound(Ip address, int port)
    {
        var socket = new Socket(Family(address), SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(EndOf(address, port));
        return socket;
    }

    private static Socket Listening(int port)
    {
        var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
        socket.Listen(64);
        return socket;
    }

    private static async Task EchoAsync(Socket socket)
    {
        var buffer = new byte[64];
        var any = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (true)
        {
            try
            {
                var got = await socket.ReceiveFromAsync(buffer, any);
                await socket.SendToAsync(buffer.AsMemory(0, got.ReceivedBytes), got.RemoteEndPoint);
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted)
            {
                return;
            }
            catch (SocketException)
            {
                // The asker is out of reach: its question went one way only.
            }
        }
    }

    /// <summary>A socket in the namespace, with the packet's source.</summary>
    private Socket From(string ns, Packet packet, SocketType type, ProtocolType protocol) => world.Entry.In(ns, () =>
    {
        var socket = new Socket(Family(packet.Source), type, protocol);
        if (type != SocketType.Raw) socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(EndOf(packet.Source, packet.SourcePort));
        return socket;
    });

    private async Task<Seen> ConnectAsync(string from, Packet packet, TimeSpan limit)
    {
        using var socket = From(from, packet, SocketType.Stream, ProtocolType.Tcp);
        socket.LingerState = new LingerOption(true, 0);
        using var patience = new CancellationTokenSource(limit);
        try
        {
            await socket.ConnectAsync(EndOf(packet.Destination, packet.DestinationPort), patience.Token);
            return Seen.Answered;
        }
        catch (OperationCanceledException)
        {
            return Seen.Silent;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionRefused ? Seen.Answered : Seen.Silent;
        }
    }

    private async Task<Seen> AskAsync(string from, Packet packet, TimeSpan limit)
    {
        using var socket = From(from, packet, SocketType.Dgram, ProtocolType.Udp);
        using var patience = new CancellationTokenSource(limit);
        try
        {
            await socket.ConnectAsync(EndOf(packet.Destination, packet.DestinationPort), patience.Token);
            using var again = new Timer(_ => Send(() => socket.Send("haneul"u8)), null, TimeSpan.Zero, AskAgain);
            await socket.ReceiveAsync(new byte[64], patience.Token);
            return Seen.Answered;
        }
        catch (OperationCanceledException)
        {
            return Seen.Silent;
        }
        catch (SocketException)
        {
            return Seen.Silent;
        }
    }

    private async Task<Seen> PingAsync(string from, Packet packet, TimeSpan limit)
    {
        using var socket = From(from, packet with { SourcePort = 0 }, SocketType.Raw, packet.IsV6 ? ProtocolType.IcmpV6 : ProtocolType.Icmp);
        using var patience = new CancellationTokenSource(limit);
        var id = ++echo;
        try
        {
            using var again = new Timer(_ => Send(() => socket.SendTo(Echo(id, packet.IsV6), EndOf(packet.Destination, 0))), null, TimeSpan.Zero, AskAgain);
            var buffer = new byte[128];
            while (true)
            {
                // A raw socket hears all ICMP of its namespace, an IPv4 one with the IP header.
                var got = await socket.ReceiveAsync(buffer, patience.Token);
                var message = packet.IsV6 ? buffer.AsMemory(0, got) : buffer.AsMemory(20, Math.Max(0, got - 20));
                if (message.Length >= 8 && message.Span[0] == (packet.IsV6 ? 129 : 0) && BinaryPrimitives.ReadUInt16BigEndian(message.Span[4..]) == id) return Seen.Answered;
            }
        }
        catch (OperationCanceledException)
        {
            return Seen.Silent;
        }
        catch (SocketException)
        {
            return Seen.Silent;
        }
    }

    /// <summary>What the kernel refuses to send is not answered either.</summary>
    private static void Send(Func<int> send)
    {
        try
        {
            send();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Unreachable by its own routing table, or the answer has come meanwhile.
        }
    }

    /// <summary>An echo request (RFC 792); of ICMPv6 (RFC 4443) the kernel makes the checksum.</summary>
    private static byte[] Echo(ushort id, bool v6)
    {
        byte[] message = [(byte)(v6 ? 128 : 8), 0, 0, 0, (byte)(id >> 8), (byte)id, 0, 1, .. "haneul42"u8];
        if (v6) return message;
        uint sum = 0;
        for (var i = 0; i < message.Length; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(i));
        while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), (ushort)~sum);
        return message;
    }
}
