using System.Net;
using System.Net.Security;
using Haneul.Balancer;
using Haneul.Model;
using Haneul.Tests.Tls;

namespace Haneul.Tests.Balancing;

/// <summary>Balancers that speak HTTPS, and clients of HTTP/2 that speak with them.</summary>
internal static class Http2Client
{
    /// <summary>In front of a group of HTTP2 or GRPC.</summary>
    public static LoopbackBalancer Before(string version, params int[] ports)
    {
        using var certificate = MadeCertificate.Ecdsa(["localhost"]);
        var balancer = new LoopbackBalancer(loops: 1) { Certificate = new WantedCertificate("one", certificate.Pem, "", certificate.KeyPem), PoolVersion = version };
        balancer.Pools["default"].AddRange(ports);
        balancer.Serve();
        return balancer;
    }

    public static HttpClient Of(LoopbackBalancer balancer, Version? version = null) => new(new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        UseCookies = false,
    })
    {
        BaseAddress = new Uri($"https://127.0.0.1:{balancer.Port}/"),
        DefaultRequestVersion = version ?? HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = RawClient.Patience,
    };

    public static HttpRequestMessage Post(string path, HttpContent content) => new(HttpMethod.Post, path) { Content = content, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
}

/// <summary>A body that is written piece by piece while the answer is read.</summary>
internal sealed class OpenBody : HttpContent
{
    private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var stream = await _opened.Task.WaitAsync(RawClient.Patience);
        await stream.WriteAsync(bytes);
        await stream.FlushAsync();
    }

    public void End() => _ended.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        // The head goes at once.
        await stream.FlushAsync();
        _opened.SetResult(stream);
        await _ended.Task;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}

/// <summary>A body that goes while its answer comes: .NET's own contents are sent to their end first.</summary>
internal sealed class WholeBody(byte[] bytes, bool tellsLength) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        for (var from = 0; from < bytes.Length; from += 7000) await stream.WriteAsync(bytes.AsMemory(from, Math.Min(7000, bytes.Length - from)));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = bytes.Length;
        return tellsLength;
    }
}
