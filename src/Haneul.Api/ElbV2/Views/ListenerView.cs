using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>A listener as it is answered. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Listener.html</summary>
public sealed record ListenerView
{
    public required string ListenerArn { get; init; }

    public required string LoadBalancerArn { get; init; }

    public int? Port { get; init; }

    public string? Protocol { get; init; }

    public IReadOnlyList<CertificateMember>? Certificates { get; init; }

    public string? SslPolicy { get; init; }

    public required IReadOnlyList<ActionMember> DefaultActions { get; init; }

    public IReadOnlyList<string>? AlpnPolicy { get; init; }

    public MutualTlsMember? MutualAuthentication { get; init; }

    internal static ListenerView Of(Scope scope, Listener listener)
    {
        var isGateway = listener.Protocol == BalancerProtocol.Geneve;
        return new ListenerView
        {
            ListenerArn = scope.ArnOf(listener.Id),
            LoadBalancerArn = scope.ArnOf(listener.BalancerId),
            Port = isGateway ? null : listener.Port,
            Protocol = isGateway ? null : BalancerWords.Of(listener.Protocol),
            Certificates = listener.CertificateArns is [var first, ..] ? [new CertificateMember { CertificateArn = first }] : null,
            SslPolicy = listener.SslPolicy,
            DefaultActions = ActionMember.Of(scope, listener.DefaultActions),
            AlpnPolicy = listener.AlpnPolicy is { } alpn ? [alpn] : null,
            MutualAuthentication = listener.Protocol == BalancerProtocol.Https ? MutualTlsMember.Of(listener.MutualTls) : null,
        };
    }
}

/// <summary>A certificate of a listener, both ways. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Certificate.html</summary>
public sealed record CertificateMember
{
    public string? CertificateArn { get; init; }

    /// <summary>Answered by DescribeListenerCertificates; not to be given.</summary>
    public bool? IsDefault { get; init; }

    internal static IReadOnlyList<string> Read(IReadOnlyList<CertificateMember> given)
    {
        if (given.Any(c => c.IsDefault is not null)) throw BalancerFaults.Validation("IsDefault cannot be specified: the first certificate of a listener is its default one");
        return [.. given.Select(c => c.CertificateArn ?? throw BalancerFaults.Validation("A certificate ARN must be specified"))];
    }

    internal static IReadOnlyList<string> ReadOne(IReadOnlyList<CertificateMember> given) =>
        given.Count <= 1 ? Read(given) : throw BalancerFaults.Configuration("You can specify only one default certificate; add the others with AddListenerCertificates");
}

/// <summary>Whether and how clients show certificates, both ways. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_MutualAuthenticationAttributes.html</summary>
public sealed record MutualTlsMember
{
    public string? Mode { get; init; }

    public string? TrustStoreArn { get; init; }

    public bool? IgnoreClientCertificateExpiry { get; init; }

    public string? AdvertiseTrustStoreCaNames { get; init; }

    internal static MutualTlsMember Of(MutualTls? mutual) => mutual is null
        ? new MutualTlsMember { Mode = "off" }
        : new MutualTlsMember
        {
            Mode = mutual.Mode,
            TrustStoreArn = mutual.TrustStoreArn,
            IgnoreClientCertificateExpiry = mutual.Mode == "verify" ? mutual.IgnoresExpiry : null,
            AdvertiseTrustStoreCaNames = mutual.Mode == "verify" ? mutual.AdvertisesNames ? "on" : "off" : null,
        };

    internal MutualTls? Read()
    {
        if (Mode is not ("off" or "passthrough" or "verify")) throw BalancerFaults.Validation($"Mutual authentication mode '{Mode}' must be off, passthrough or verify");
        if (AdvertiseTrustStoreCaNames is not (null or "on" or "off")) throw BalancerFaults.Validation("AdvertiseTrustStoreCaNames must be on or off");
        var read = new MutualTls(Mode, TrustStoreArn is { Length: > 0 } arn ? arn : null, IgnoreClientCertificateExpiry ?? false, AdvertiseTrustStoreCaNames == "on");
        if (Mode != "off") return read;
        return read is { TrustStoreArn: null, IgnoresExpiry: false, AdvertisesNames: false } ? null : throw BalancerFaults.Validation("A trust store and its settings can be specified in mode verify only");
    }
}
