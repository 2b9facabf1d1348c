using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Haneul.Tests.Tls;

namespace Haneul.Tests.Balancing;

/// <summary>A target that speaks HTTP/1.1 over TLS with a certificate of its own, and answers every request with how long its body was.</summary>
internal sealed class SecureTarget : IAsyncDisposable
{
    private readonly TcpListener _listening = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    public SecureTarget()
    {
        using var made = MadeCertificate.Ecdsa(["nobody.knows.it"]);
        _certificate = X509Certificate2.CreateFromPem(made.Pem, made.KeyPem);
        _listening.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listening.LocalEndpoint).Port;

    /// <summary>What was spoken on each connection.</summary>
    public ConcurrentQueue<SslProtocols> Connections { get; } = new();

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(ServeAsync(await _listening.AcceptTcpClientAsync(_end.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using var open = client;
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _end.Token);
            Connections.Enqueue(tls.SslProtocol);
            var read = new List<byte>();
            while (await RequestAsync(tls, read) is { } body) await tls.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {$"{body}".Length}\r\n\r\n{body}"), _end.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            // The balancer or the test has gone.
            client.Dispose();
        }
    }

    /// <summary>How long the next request's body is; null at the end.</summary>
    private async Task<int?> RequestAsync(SslStream tls, List<byte> read)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var text = Encoding.Latin1.GetString(read.ToArray());
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
            var length = text.Split("\r\n").FirstOrDefault(l => l.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1];
            var body = length is null ? 0 : int.Parse(length);
            if (end > 3 && text.Length >= end + body)
            {
                read.RemoveRange(0, end + body);
                return body;
            }
            var count = await tls.ReadAsync(buffer, _end.Token);
            if (count == 0) return null;
            read.AddRange(buffer.AsSpan(0, count));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listening.Dispose();
        _certificate.Dispose();
        _end.Dispose();
    }
}
