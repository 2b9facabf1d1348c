using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Haneul.Services;

/// <summary>
/// Hands a web server connections that were accepted elsewhere: in any namespace, at any time, while it runs. One server so serves all VPCs, whose sockets come and go.
/// </summary>
internal sealed class GivenSockets(ILogger log) : IConnectionListenerFactory, IConnectionListenerFactorySelector, IConnectionListener
{
    private const int MostWaiting = 256;

    private readonly Channel<(Socket Client, Door Door)> waiting = Channel.CreateBounded<(Socket, Door)>(MostWaiting);
    private readonly SocketConnectionContextFactory connections = new(new SocketConnectionFactoryOptions(), log);

    public EndPoint EndPoint { get; } = new GivenEndPoint("sockets in namespaces");

    /// <summary>A connection for the server; closed at once where too many wait.</summary>
    public void Offer(Socket client, Door door)
    {
        if (!waiting.Writer.TryWrite((client, door))) client.Dispose();
    }

    public bool CanBind(EndPoint endpoint) => ReferenceEquals(endpoint, EndPoint);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => ValueTask.FromResult<IConnectionListener>(this);

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await waiting.Reader.WaitToReadAsync(cancellationToken))
        {
            while (waiting.Reader.TryRead(out var given))
            {
                try
                {
                    var connection = connections.Create(given.Client);
                    connection.Features.Set(given.Door);
                    return connection;
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException)
                {
                    // It went while it waited.
                    given.Client.Dispose();
                }
            }
        }
        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        waiting.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        while (waiting.Reader.TryRead(out var left)) left.Client.Dispose();
        connections.Dispose();
        return ValueTask.CompletedTask;
    }
}
