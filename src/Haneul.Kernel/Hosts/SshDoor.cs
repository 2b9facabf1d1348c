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
        try
        {
            return new SshDoor(Listen(threads, process, id, v6: true), answer);
        }
        catch (KernelException e) when (e.Errno == Errno.FamilyNotSupported)
        {
            return new SshDoor(Listen(threads, process, id, v6: false), answer);
        }
        catch (KernelException e) when (e.Errno == Errno.AddressInUse)
        {
            return null;
        }
    }

    public void Dispose() => listener.Dispose();

    private static Socket Listen(VisitorThreads threads, SafeFileHandle process, string id, bool v6)
    {
        using var errand = new Errand();
        errand.Enter(process, Visitor.Network, id);
        var socket = errand.Listen(Port, Backlog, v6);
        threads.Do(visitor => visitor.Go(errand));
        using var file = errand.Take(socket);
        var handle = new SafeSocketHandle(file.DangerousGetHandle(), true);
        file.SetHandleAsInvalid();
        return new Socket(handle);
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
