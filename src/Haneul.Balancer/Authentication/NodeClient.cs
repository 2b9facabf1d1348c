using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Haneul.Io;

namespace Haneul.Balancer;

/// <summary>Finds the addresses of a name, as a node's VPC knows it.</summary>
public delegate Task<IReadOnlyList<IPAddress>> ResolveName(WantedNode node, string name, CancellationToken cancelled);

/// <summary>Speaks HTTP from a balancer's node, for what is rare: sockets are in the node's namespace and have its address.</summary>
internal static class NodeClient
{
    /// <param name="sockets">Makes sockets.</param>
    /// <param name="node">The node.</param>
    /// <param name="resolve">Finds names.</param>
    /// <param name="isTrusted">Judges certificates.</param>
    public static HttpMessageInvoker Of(ISocketSource sockets, WantedNode node, ResolveName resolve, CertificateJudge isTrusted) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancelled) => await ConnectAsync(sockets, node, resolve, context.DnsEndPoint, cancelled),
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, shown, chain, errors) => isTrusted(shown, chain, errors) },
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
    });

    private static async Task<Stream> ConnectAsync(ISocketSource sockets, WantedNode node, ResolveName resolve, DnsEndPoint to, CancellationToken cancelled)
    {
        var addresses = IPAddress.TryParse(to.Host, out var literal) ? [literal] : await resolve(node, to.Host, cancelled);
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

/// <summary>Whether a peer that shows a certificate is believed.</summary>
internal delegate bool CertificateJudge(System.Security.Cryptography.X509Certificates.X509Certificate? shown, System.Security.Cryptography.X509Certificates.X509Chain? chain, SslPolicyErrors errors);
