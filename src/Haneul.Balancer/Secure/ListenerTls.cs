using System.Collections.Immutable;
using Haneul.Io.Tls;
using Haneul.Model;

namespace Haneul.Balancer.Secure;

/// <summary>From AWS's words to what a listener, and a balancer towards its targets, speak in TLS. Pure.</summary>
public static class ListenerTls
{
    private const string Http1 = "http/1.1", Http2 = "h2", Http10 = "http/1.0";

    /// <param name="listener">Speaks HTTPS or TLS.</param>
    /// <param name="certificates">All that are wanted.</param>
    /// <param name="isHttp2Enabled"><c>routing.http2.enabled</c> of an application balancer.</param>
    /// <param name="tickets">Shared by the listener's loops; null: no session goes on with an earlier one.</param>
    /// <returns>Throws <see cref="TlsException"/> where a policy or a certificate is unknown.</returns>
    public static TlsServerOptions Server(WantedListener listener, IEnumerable<WantedCertificate> certificates, bool isHttp2Enabled, TicketKey? tickets)
    {
        var name = listener.SslPolicy ?? SslPolicy.Default;
        var policy = SslPolicies.Find(name) ?? throw new TlsException($"{listener.Arn}: there is no policy {name}");
        var byArn = certificates.ToDictionary(c => c.Arn, StringComparer.Ordinal);
        return new TlsServerOptions
        {
            Certificates = [.. listener.CertificateArns.Select(arn => Shown(listener.Arn, byArn.GetValueOrDefault(arn), arn))],
            Oldest = Versions(policy).First(),
            Newest = Versions(policy).Last(),
            Ciphers = [.. Before13(policy)],
            Suites = [.. Of13(policy)],
            IsPostQuantum = policy.IsPostQuantum,
            Protocols = listener.Protocol == BalancerProtocol.Https ? isHttp2Enabled ? [Http2, Http1] : [Http1] : Protocols(listener.AlpnPolicy),
            Tickets = tickets,
            Clients = listener.MutualTls?.Mode switch
            {
                "verify" => ClientCertificates.Verified,
                "passthrough" => ClientCertificates.PassedThrough,
                _ => ClientCertificates.Ignored,
            },
            Authorities = listener.TrustedAuthorities ?? "",
            IgnoresExpiry = listener.MutualTls is { IgnoresExpiry: true },
            AdvertisesAuthorities = listener.MutualTls is { AdvertisesNames: true },
        };
    }

    /// <summary>Towards targets: the listener's policy decides, and nobody's certificate is verified. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html</summary>
    /// <param name="listenerPolicy">Of the listener that the request came by; null where it came without TLS.</param>
    /// <param name="protocols">Offered (ALPN); empty: none.</param>
    public static TlsClientOptions Client(string? listenerPolicy, IReadOnlyList<string> protocols)
    {
        var speaks13 = listenerPolicy is not null && SslPolicies.Find(listenerPolicy) is { Speaks13: true };
        var policy = SslPolicies.Find(speaks13 ? SslPolicy.ToTargetsWith13 : SslPolicy.ToTargets) ?? throw new InvalidOperationException("the table lacks its own default");
        return new TlsClientOptions { Oldest = Versions(policy).First(), Newest = Versions(policy).Last(), Ciphers = [.. Before13(policy)], Suites = [.. Of13(policy)], Protocols = protocols };
    }

    /// <summary>https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html#alpn-policies</summary>
    public static ImmutableArray<string> Protocols(string? alpnPolicy) => alpnPolicy switch
    {
        "HTTP1Only" => [Http1, Http10],
        "HTTP2Only" => [Http2],
        "HTTP2Optional" => [Http1, Http10, Http2],
        "HTTP2Preferred" => [Http2, Http1, Http10],
        _ => [],
    };

    private static TlsCertificate Shown(string listener, WantedCertificate? certificate, string arn) => certificate is null
        ? throw new TlsException($"{listener}: there is no certificate {arn}")
        : new TlsCertificate(arn, certificate.Body, certificate.Chain, certificate.PrivateKey);

    private static IEnumerable<TlsVersion> Versions(SslPolicy policy) => policy.Protocols.Select(p => p switch
    {
        "TLSv1.3" => TlsVersion.Tls13,
        "TLSv1.2" => TlsVersion.Tls12,
        "TLSv1.1" => TlsVersion.Tls11,
        _ => TlsVersion.Tls10,
    }).Order();

    private static IEnumerable<string> Of13(SslPolicy policy) => policy.Ciphers.Where(c => c.StartsWith("TLS_", StringComparison.Ordinal));

    private static IEnumerable<string> Before13(SslPolicy policy) => policy.Ciphers.Where(c => !c.StartsWith("TLS_", StringComparison.Ordinal));
}
