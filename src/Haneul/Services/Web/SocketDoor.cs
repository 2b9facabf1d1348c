using System.Net.Sockets;

namespace Haneul.Services;

/// <summary>Accepts on a listening socket and hands what comes to the web server.</summary>
internal sealed class SocketDoor : IAsyncDisposable
{
    private readonly Socket listener;
    private readonly GivenSockets server;
    private readonly Door door;
    private readonly Action<string> failed;
    private readonly Task loop;
    private volatile bool isClosed;

    public SocketDoor(Socket listener, GivenSockets server, Door door, Action<string> failed)
    {
        (this.listener, this.server, this.door, this.failed) = (listener, server, door, failed);
        loop = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        isClosed = true;
        listener.Dispose();
        await loop;
    }

    private async Task AcceptAsync()
    {
        await Task.Yield();
        while (!isClosed)
        {
            try
            {
                server.Offer(await listener.AcceptAsync(), door);
            }
            catch (Exception e) when (isClosed && e is ObjectDisposedException or SocketException)
            {
                return;
            }
            catch (SocketException e)
            {
                failed($"Accepting a connection in {door.Space}: {e.Message}");
            }
        }
    }
}
