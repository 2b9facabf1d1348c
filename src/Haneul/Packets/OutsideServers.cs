using System.Net;
using System.Net.Sockets;
using System.Text;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Packets;

/// <summary>
/// The servers of hosts outside: on each port that a host serves, HTTP/1.1 (RFC 9112) that answers every request with who was asked and by whom, so that a client sees under which address it is known there.
/// </summary>
internal sealed partial class OutsideServers(NamespaceEntry entry, ILogger log) : IAsyncDisposable
{
    private const int LargestHeadBytes = 16 * 1024;
    private const int MostConnections = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Dictionary<(string Host, int Port), Socket> listeners = [];
    private readonly SemaphoreSlim places = new(MostConnections, MostConnections);
    private readonly CancellationTokenSource stop = new();

    /// <summary>Listens where the world wants it and the host is there; stops where not. Called by one thread at a time.</summary>
    public void Follow(World world, IReadOnlySet<string> running)
    {
        var wanted = world.At(Place.Between).All<OutsideHost>()
            .Where(h => running.Contains(HostWishes.NameOf(h)))
            .SelectMany(h => h.Serves.Select(p => (Host: h, Port: p)))
            .ToDictionary(h => (HostWishes.NameOf(h.Host), h.Port), h => h.Host);
        foreach (var gone in listeners.Keys.Where(k => !wanted.ContainsKey(k)).ToList())
        {
            listeners.Remove(gone, out var listener);
            listener?.Dispose();
        }
        foreach (var (key, host) in wanted)
        {
            if (!listeners.ContainsKey(key)) Listen(key, host);
        }
    }

    /// <summary>The host is gone, and what listened in its namespace serves nobody.</summary>
    public void Leave(string host)
    {
        foreach (var gone in listeners.Keys.Where(k => k.Host == host).ToList())
        {
            listeners.Remove(gone, out var listener);
            listener?.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        foreach (var listener in listeners.Values) listener.Dispose();
        stop.Dispose();
    }

    private void Listen((string Host, int Port) key, OutsideHost host)
    {
        try
        {
            var listener = entry.In(key.Host, () =>
            {
                var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
                socket.Bind(new IPEndPoint(IPAddress.IPv6Any, key.Port));
                socket.Listen(128);
                return socket;
            });
            listeners[key] = listener;
            _ = AcceptAsync(listener, host.Id.Value);
        }
        catch (Exception e) when (e is SocketException or KernelException)
        {
            LogCannotListen(key.Host, key.Port, e.Message);
        }
    }

    private async Task AcceptAsync(Socket listener, string name)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptAsync(stop.Token);
                if (await places.WaitAsync(0)) _ = AnswerAsync(client, name);
                else client.Dispose();
            }
            catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException || e is SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return;
            }
            catch (SocketException e)
            {
                LogConnectionFailed(name, e.Message);
            }
        }
    }

    private async Task AnswerAsync(Socket client, string name)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        limit.CancelAfter(Patience);
        try
        {
            using (client)
            {
                var head = new byte[LargestHeadBytes];
                var length = 0;
                while (length < head.Length && head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
                {
                    var read = await client.ReceiveAsync(head.AsMemory(length), limit.Token);
                    if (read == 0) break;
                    length += read;
                }
                if (length == 0) return;
                var body = $"{name} {client.LocalEndPoint} was asked by {client.RemoteEndPoint}\n".Replace("::ffff:", "", StringComparison.Ordinal).Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
                await client.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nServer: haneul\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"), limit.Token);
                client.Shutdown(SocketShutdown.Send);
                await client.ReceiveAsync(head, limit.Token);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            LogConnectionFailed(name, e.Message);
        }
        finally
        {
            places.Release();
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Host} cannot listen on port {Port}: {Why}")]
    private partial void LogCannotListen(string host, int port, string why);

    [LoggerMessage(LogLevel.Debug, "A connection to {Host} failed: {Why}")]
    private partial void LogConnectionFailed(string host, string why);
}
