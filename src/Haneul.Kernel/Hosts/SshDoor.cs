using System.Net;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>
/// Port 22 of a host: listens in its network namespace and hands each connection, as a file, to an sshd in it (<c>sshd -i</c>, sshd(8)). The connection is then the host's alone: it outlives the daemon.
/// </summary>
internal sealed class SshDoor : IDisposable
{
    private const int Port = 22;
    private const int Backlog = 64;

    private readonly Socket listener;
    private readonly Action<Socket> answer;

    private SshDoor(Socket listener, Action<Socket> answer)
    {
        (this.listener, this.answer) = (listener, answer);
        _ = AcceptAsync();
    }

    /// <summary>Opens the door of the host whose process is given. Null: another program has the port already.</summary>
    /// <param name="threads">One of them enters the host's namespace; the socket stays there.</param>
    /// <param name="process">Of the host.</param>
    /// <param name="id">Of the host.</param>
    /// <param name="answer">Gets each connection, which is closed here afterwards.</param>
    public static SshDoor? Open(VisitorThreads threads, SafeFileHandle process, string id, Action<Socket> answer)
    {
        var listener = threads.Do(visitor => visitor.At(process, Visitor.Network, id, Listen));
        return listener is null ? null : new SshDoor(listener, answer);
    }

    public void Dispose() => listener.Dispose();

    private static Socket? Listen()
    {
        try
        {
            return Listening(new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true }, IPAddress.IPv6Any);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressFamilyNotSupported)
        {
            return Listening(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), IPAddress.Any);
        }
    }

    private static Socket? Listening(Socket socket, IPAddress address)
    {
        try
        {
            socket.Bind(new IPEndPoint(address, Port));
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket.Dispose();
            return null;
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                using var connection = await listener.AcceptAsync();
                answer(connection);
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.OperationAborted or SocketError.Interrupted)
            {
                return;
            }
            catch (SocketException)
            {
                // The connection was gone before it was taken, or files are short: the next one is waited for, a moment later.
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }
}
