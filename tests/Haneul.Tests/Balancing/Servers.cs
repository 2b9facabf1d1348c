using System.Net;
using System.Net.Sockets;
using System.Text;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Tests.Packets;
using Haneul.Tests.Spec;

namespace Haneul.Tests.Balancing;

/// <summary>Who answered, and whom it saw.</summary>
internal sealed record Said(string Server, string Client);

/// <summary>Targets that say their own address and whom they see, at port 8080 of TCP (as often as they are asked) and UDP.</summary>
internal sealed class Servers : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), AskAgain = TimeSpan.FromMilliseconds(300);

    private readonly CarriedWorld world;
    private readonly List<Socket> sockets = [];

    public Servers(CarriedWorld world, params IReadOnlyList<NetworkInterface> hosts)
    {
        this.world = world;
        foreach (var host in hosts)
        {
            var address = host.PrivateIps[0].ToString();
            var tcp = Made(host.Instance(), SocketType.Stream, s => s.Bind(new IPEndPoint(IPAddress.Any, 8080)));
            tcp.Listen(256);
            _ = ServeAsync(tcp, address);
            var udp = Made(host.Instance(), SocketType.Dgram, s => s.Bind(new IPEndPoint(IPAddress.Any, 8080)));
            _ = EchoAsync(udp, address);
        }
    }

    /// <summary>New connections, one after the other, each asked once.</summary>
    public async Task<IReadOnlyList<Said>> AskAsync(string from, string to, int port, int times)
    {
        var said = new List<Said>();
        for (var i = 0; i < times; i++)
        {
            using var socket = await ConnectAsync(from, to, port);
            if (await AskedAsync(socket) is { } answer) said.Add(answer);
        }
        return said;
    }

    public Task<IReadOnlyList<Said>> AskAsync(NetworkInterface from, string to, int port, int times) => AskAsync(from.Instance(), to, port, times);

    /// <summary>A connection that this server has.</summary>
    public async Task<Socket> OpenAsync(string from, string to, int port, string server)
    {
        for (var i = 0; i < 64; i++)
        {
            var socket = await ConnectAsync(from, to, port);
            if ((await SayAsync(socket)).Server == server) return socket;
            socket.Dispose();
        }
        throw new InvalidOperationException($"{server} got none of 64 connections");
    }

    public static async Task<Said> SayAsync(Socket socket) => await AskedAsync(socket) ?? throw new SocketException((int)SocketError.ConnectionReset);

    public Task<bool> OpensAsync(NetworkInterface from, string to, int port, TimeSpan limit) => OpensAsync(from.Instance(), to, port, limit);

    public async Task<bool> OpensAsync(string from, string to, int port, TimeSpan limit)
    {
        using var socket = Made(from, SocketType.Stream, _ => { });
        using var late = new CancellationTokenSource(limit);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(to), port), late.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>One flow of UDP: asked until it is answered.</summary>
    public async Task<Said> DatagramAsync(string from, string to, int port)
    {
        using var socket = Made(from, SocketType.Dgram, s => s.Connect(new IPEndPoint(IPAddress.Parse(to), port)));
        using var late = new CancellationTokenSource(Patience);
        var buffer = new byte[128];
        while (true)
        {
            await socket.SendAsync("who"u8.ToArray(), late.Token);
            using var again = CancellationTokenSource.CreateLinkedTokenSource(late.Token);
            again.CancelAfter(AskAgain);
            try
            {
                return Read(buffer.AsSpan(0, await socket.ReceiveAsync(buffer, again.Token)));
            }
            catch (OperationCanceledException) when (!late.IsCancellationRequested)
            {
                // A new device carries nothing for a moment.
            }
        }
    }

    public void Dispose()
    {
        foreach (var socket in sockets) socket.Dispose();
    }

    private async Task<Socket> ConnectAsync(string from, string to, int port)
    {
        var socket = Made(from, SocketType.Stream, _ => { });
        using var late = new CancellationTokenSource(Patience);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(to), port), late.Token);
        return socket;
    }

    private Socket Made(string ns, SocketType type, Action<Socket> prepare)
    {
        var socket = world.Entry.In(ns, () =>
        {
            var made = new Socket(AddressFamily.InterNetwork, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
            prepare(made);
            return made;
        });
        sockets.Add(socket);
        return socket;
    }

    private static async Task<Said?> AskedAsync(Socket socket)
    {
        await socket.SendAsync("who"u8.ToArray());
        var buffer = new byte[128];
        using var late = new CancellationTokenSource(Patience);
        var got = await socket.ReceiveAsync(buffer, late.Token);
        return got == 0 ? null : Read(buffer.AsSpan(0, got));
    }

    private static Said Read(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes).Split(' ') is [var server, var client] ? new Said(server, client) : throw new InvalidOperationException("No answer of a server");

    private static byte[] Told(string address, EndPoint? client) => Encoding.ASCII.GetBytes($"{address} {(client as IPEndPoint)?.Address}");

    private static async Task ServeAsync(Socket listener, string address)
    {
        while (true)
        {
            try
            {
                _ = TalkAsync(await listener.AcceptAsync(), address);
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return;
            }
        }
    }

    private static async Task TalkAsync(Socket client, string address)
    {
        using (client)
        {
            var buffer = new byte[128];
            try
            {
                while (await client.ReceiveAsync(buffer) > 0) await client.SendAsync(Told(address, client.RemoteEndPoint));
            }
            catch (SocketException)
            {
                // The client has gone.
            }
        }
    }

    private static async Task EchoAsync(Socket socket, string address)
    {
        var buffer = new byte[128];
        while (true)
        {
            try
            {
                var got = await socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
                await socket.SendToAsync(Told(address, got.RemoteEndPoint), got.RemoteEndPoint);
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }
}
