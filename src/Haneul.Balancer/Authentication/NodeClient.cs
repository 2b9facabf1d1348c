using System.Net;
using System.Net.Sockets;
using Haneul.Io;

namespace Haneul.Balancer;

/// <summary>Speaks HTTP from a balancer's node, for what is rare: sockets are in the node's namespace and have its address.</summary>
public static class NodeClient
{
    /// <param name="sockets">Makes sockets.</param>
    /// <param name="node">The node.</param>
    public static HttpMessageInvoker Of(ISocketSource sockets, WantedNode node) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancelled) => await ConnectAsync(sockets, node, context.DnsEndPoint, cancelled),
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
    });

    private static async Task<Stream> ConnectAsync(ISocketSource sockets, WantedNode node, DnsEndPoint to, CancellationToken cancelled)
    {
        var addresses = IPAddress.TryParse(to.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(to.Host, cancelled);
        var own = node.Addresses.Select(a => IPAddress.Parse(a.ToString())).ToList();
        var target = addresses.FirstOrDefault(a => own.Any(o => o.AddressFamily == a.AddressFamily)) ?? throw new IOException($"'{to.Host}' has no address that node {node.Space} can reach");
        var socket = new Socket(sockets.Open(node.Space, target.AddressFamily, SocketType.Stream));
        try
        {
            socket.NoDelay = true;
            socket.Bind(new IPEndPoint(own.First(o => o.AddressFamily == target.AddressFamily), 0));
            await socket.ConnectAsync(new IPEndPoint(target, to.Port), cancelled);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
