using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Haneul.Balancer.Http2;
using Haneul.Tests.Http2;

namespace Haneul.Tests.Balancing;

/// <summary>A client of HTTP/2 over TLS that says frames as a test wants them, and sees those that come.</summary>
internal sealed class FrameClient : IAsyncDisposable
{
    private readonly SslStream _tls;
    private readonly CancellationTokenSource _end = new(RawClient.Patience);
    private readonly FrameReader _reader;

    private FrameClient(SslStream tls)
    {
        _tls = tls;
        _reader = new FrameReader(async buffer => await tls.ReadAsync(buffer, _end.Token), hasPreface: false);
    }

    public static async Task<FrameClient> ConnectAsync(int port, params (int Id, uint Value)[] settings)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true), false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "a.example", ApplicationProtocols = [SslApplicationProtocol.Http2] });
        var client = new FrameClient(tls);
        await client.SendAsync(Frames.Begin(settings));
        return client;
    }

    public async Task SendAsync(params byte[][] frames) => await _tls.WriteAsync(frames.SelectMany(f => f).ToArray(), _end.Token);

    public async Task<SeenFrame> NextAsync(FrameType type) => await _reader.NextAsync(type) ?? throw new EndOfStreamException($"the balancer left before it said {type}");

    public async ValueTask DisposeAsync()
    {
        await _tls.DisposeAsync();
        _end.Dispose();
    }
}
