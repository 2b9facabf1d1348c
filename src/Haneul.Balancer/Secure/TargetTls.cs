using System.Collections.Concurrent;
using Haneul.Balancer.Secure;
using Haneul.Io.Tls;

namespace Haneul.Balancer;

/// <summary>The balancer's side of TLS towards targets: one for each of the few ways that listeners' policies lead to; they are kept as long as the process.</summary>
internal static class TargetTls
{
    private static readonly ConcurrentDictionary<bool, TlsClient> Known = new();

    /// <param name="listenerPolicy">Of the listener that the client came by; null where it came without TLS.</param>
    public static TlsClient For(string? listenerPolicy)
    {
        var options = ListenerTls.Client(listenerPolicy, []);
        return Known.GetOrAdd(options.Newest == TlsVersion.Tls13, static (_, made) => new TlsClient(made), options);
    }
}
