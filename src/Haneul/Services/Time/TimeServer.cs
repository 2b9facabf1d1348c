using System.Net;
using System.Net.Sockets;

namespace Haneul.Services;

/// <summary>Answers NTP on a bound socket, which it closes.</summary>
internal sealed class TimeServer : IAsyncDisposable
{
    private readonly Socket socket;
    private readonly TimeProvider clock;
    private readonly Action<string> failed;
    private readonly Task loop;
    private volatile bool isStopped;

    public TimeServer(Socket socket, TimeProvider clock, Action<string> failed)
    {
        (this.socket, this.clock, this.failed) = (socket, clock, failed);
        loop = ServeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        isStopped = true;
        socket.Dispose();
        await loop;
    }

    private async Task ServeAsync()
    {
        await Task.Yield();
        var buffer = new byte[512];
        var anybody = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (!isStopped)
        {
            try
            {
                var got = await socket.ReceiveFromAsync(buffer, anybody);
                if (TimeMessage.Answer(buffer.AsSpan(0, got.ReceivedBytes), clock.GetUtcNow(), clock.GetUtcNow()) is { } answer) await socket.SendToAsync(answer, got.RemoteEndPoint);
            }
            catch (Exception e) when (isStopped && e is ObjectDisposedException or SocketException)
            {
                return;
            }
            catch (SocketException e)
            {
                failed($"Answering for the time: {e.Message}");
            }
        }
    }
}
