using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>
/// A port of a balancer, and what is done with what comes there when no rule says otherwise. The id is the resource part of its ARN: <c>listener/app/name/50dc6c495c0c9188/f2f7dc8efc522ab2</c>.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Listener.html
/// </summary>
public sealed record Listener : IResource<Listener>, IMarked
{
    public static Kind Kind { get; } = new("listener", "", "", "ListenerNotFound", "ValidationError", "listener");

    public required Id<Listener> Id { get; init; }

    public required Id<LoadBalancer> BalancerId { get; init; }

    public required BalancerProtocol Protocol { get; init; }

    /// <summary>0 for a gateway balancer's only listener, which takes every port.</summary>
    public required int Port { get; init; }

    public required ImmutableArray<RuleAction> DefaultActions { get; init; }

    /// <summary>AWS's name of which ciphers and versions of TLS are spoken; for HTTPS and TLS.</summary>
    public string? SslPolicy { get; init; }

    /// <summary>ARNs; the first is the default one, the others are chosen by the name that the client asks for (SNI).</summary>
    public ImmutableArray<string> CertificateArns { get; init; } = [];

    /// <summary>HTTP1Only, HTTP2Only, HTTP2Optional, HTTP2Preferred or None; for TLS.</summary>
    public string? AlpnPolicy { get; init; }

    /// <summary>Null: off.</summary>
    public MutualTls? MutualTls { get; init; }

    /// <summary>What was set, by AWS's keys; what is absent has its default.</summary>
    public ImmutableSortedDictionary<string, string> Attributes { get; init; } = TagSet.None;

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = TagSet.None;

    IEnumerable<string> IMarked.Marks => [BalancerId.Value, .. DefaultActions.SelectMany(a => a.TargetGroupIds).Select(g => g.Value), .. CertificateArns];
}

/// <summary>What listeners and target groups speak.</summary>
public enum BalancerProtocol
{
    Http,
    Https,
    Tcp,
    Tls,
    Udp,
    TcpUdp,
    Geneve,
}

/// <summary>Clients show certificates too. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html</summary>
/// <param name="Mode">verify or passthrough.</param>
/// <param name="TrustStoreArn">Whose certificates are trusted; for verify.</param>
/// <param name="IgnoresExpiry">An expired certificate is taken too.</param>
/// <param name="AdvertisesNames">The names of trusted authorities are told to clients.</param>
public sealed record MutualTls(string Mode, string? TrustStoreArn, bool IgnoresExpiry, bool AdvertisesNames);
