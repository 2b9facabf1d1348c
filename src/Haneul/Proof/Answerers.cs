using System.Net;
using System.Net.Sockets;
using Haneul.Kernel;
using Haneul.Model;
using Cookie = Haneul.Kernel.Cookie;

namespace Haneul.Proof;

/// <summary>Answers probes where no program does, for a short time: TCP by listening (the kernel answers for who listens), UDP by sending a probe's content back. Pings are answered by kernels.</summary>
internal sealed class Answerers(NamespaceEntry entry) : IDisposable
{
    private const int MostWaiting = 256;

    private readonly List<Socket> sockets = [];

    /// <summary>False where a program holds the port: then the answer is its own.</summary>
    public bool Answer(string ns, int protocol, Ip address, int port)
    {
        try
        {
            var socket = entry.In(ns, () => Open(protocol, address, port));
            sockets.Add(socket);
            if (protocol == Protocols.Udp) _ = EchoAsync(socket);
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AddressNotAvailable)
        {
            return false;
        }
    }

    public void Dispose()
    {
        foreach (var socket in sockets) socket.Dispose();
    }

    private static Socket Open(int protocol, Ip address, int port)
    {
        var isTcp = protocol == Protocols.Tcp;
        var socket = new Socket(address.IsV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, isTcp ? SocketType.Stream : SocketType.Dgram, isTcp ? ProtocolType.Tcp : ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(address.ToString()), port));
            if (isTcp) socket.Listen(MostWaiting);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
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
                if (Cookie.InContent(buffer.AsSpan(0, got.ReceivedBytes)) is (var cookie, false)) await socket.SendToAsync(cookie.Content(isAnswer: true), got.RemoteEndPoint);
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
}
