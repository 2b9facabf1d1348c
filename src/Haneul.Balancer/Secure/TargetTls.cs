using System.Collections.Concurrent;
using Haneul.Balancer.Secure;
using Haneul.Io.Tls;

namespace Haneul.Balancer;

/// <summary>The balancer's side of TLS towards targets: one for each of the few ways that listeners' policies lead to; they are kept as long as the process.</summary>
internal static class TargetTls
{
    private static readonly ConcurrentDictionary<(bool Speaks13, bool SpeaksHttp2), TlsClient> Known = new();

    /// <param name="listenerPolicy">Of the listener that the client came by; null where it came without TLS.</param>
    /// <param name="speaksHttp2">HTTP/2 is offered, and nothing else.</param>
    public static TlsClient For(string? listenerPolicy, bool speaksHttp2)
    {
        var options = ListenerTls.Client(listenerPolicy, speaksHttp2 ? ["h2"] : []);
        return Known.GetOrAdd((options.Newest == TlsVersion.Tls13, speaksHttp2), static (_, made) => new TlsClient(made), options);
    }
}
