using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>A health check over HTTP/2: a GET, or for gRPC a call without a message whose grpc-status counts (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).</summary>
internal static class Http2Probe
{
    public static async Task<ProbeResult> RunAsync(HealthProbe asked, Func<CancellationToken, Task<Stream>> connect, CancellationToken cancelled)
    {
        // By TLS it offers h2 alone, and says https: targets refuse requests that name another scheme than the one they came by.
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, c) => await connect(c),
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
        };
        using var client = new HttpMessageInvoker(handler, disposeHandler: false);
        using var request = Request(asked);
        using var answer = await client.SendAsync(request, cancelled);
        var isGrpc = asked.Pool.ProtocolVersion == "GRPC";
        var code = isGrpc ? await GrpcStatusAsync(answer, cancelled) : (int)answer.StatusCode;
        if (code is not { } found) return new ProbeResult(ProbeVerdict.Failed);
        return new ProbeResult(CodeMatcher.Of(asked.Pool).Has(found) ? ProbeVerdict.Passed : ProbeVerdict.Mismatch, found);
    }

    private static HttpRequestMessage Request(HealthProbe asked)
    {
        var isGrpc = asked.Pool.ProtocolVersion == "GRPC";
        var path = asked.Check.Path ?? (isGrpc ? "/AWS.ALB/healthcheck" : "/");
        var request = new HttpRequestMessage(isGrpc ? HttpMethod.Post : HttpMethod.Get, $"{(asked.Check.Protocol == BalancerProtocol.Https ? "https" : "http")}://{NetworkProbe.Authority(asked)}{path}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TryAddWithoutValidation("User-Agent", "ELB-HealthChecker/2.0");
        if (!isGrpc) return request;
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        // A message of no bytes: not compressed, length 0.
        request.Content = new ByteArrayContent(new byte[5]) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } };
        return request;
    }

    private static async Task<int?> GrpcStatusAsync(HttpResponseMessage answer, CancellationToken cancelled)
    {
        await answer.Content.LoadIntoBufferAsync(64 * 1024, cancelled);
        var values = answer.TrailingHeaders.TryGetValues("grpc-status", out var trailing) ? trailing : answer.Headers.TryGetValues("grpc-status", out var leading) ? leading : [];
        return int.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : null;
    }
}
