using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>Which versions of TLS and which ciphers a listener speaks: AWS's name for it, ciphers as OpenSSL calls them, best first.</summary>
public sealed record SslPolicy(string Name, ImmutableArray<string> Protocols, ImmutableArray<string> Ciphers);

/// <summary>
/// AWS's policies, but for those of FIPS and of post-quantum key exchange. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
/// </summary>
public static class SslPolicies
{
    private static readonly ImmutableArray<string> Tls13 = ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"];

    private static readonly ImmutableArray<string> ForwardGcm = ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384"];

    private static readonly ImmutableArray<string> ForwardCbc = ["ECDHE-ECDSA-AES128-SHA256", "ECDHE-RSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA384", "ECDHE-RSA-AES256-SHA384"];

    private static readonly ImmutableArray<string> ForwardSha1 = ["ECDHE-ECDSA-AES128-SHA", "ECDHE-RSA-AES128-SHA", "ECDHE-RSA-AES256-SHA", "ECDHE-ECDSA-AES256-SHA"];

    private static readonly ImmutableArray<string> Plain = ["AES128-GCM-SHA256", "AES128-SHA256", "AES256-GCM-SHA384", "AES256-SHA256"];

    private static readonly ImmutableArray<string> PlainSha1 = ["AES128-SHA", "AES256-SHA"];

    private static readonly ImmutableArray<string> Forward = [.. ForwardGcm, .. ForwardCbc, .. ForwardSha1];

    private static readonly ImmutableArray<string> Everything = [.. Forward, .. Plain, .. PlainSha1];

    public static ImmutableArray<SslPolicy> All { get; } =
    [
        Of("TLS13-1-3-2021-06", "1.3", Tls13),
        Of("TLS13-1-2-Res-2021-06", "1.3 1.2", [.. Tls13, .. ForwardGcm]),
        Of("TLS13-1-2-2021-06", "1.3 1.2", [.. Tls13, .. ForwardGcm, .. ForwardCbc]),
        Of("TLS13-1-2-Ext1-2021-06", "1.3 1.2", [.. Tls13, .. ForwardGcm, .. ForwardCbc, .. Plain]),
        Of("TLS13-1-2-Ext2-2021-06", "1.3 1.2", [.. Tls13, .. Everything]),
        Of("TLS13-1-1-2021-06", "1.3 1.2 1.1", [.. Tls13, .. Everything]),
        Of("TLS13-1-0-2021-06", "1.3 1.2 1.1 1", [.. Tls13, .. Everything]),
        Of("2016-08", "1 1.1 1.2", Everything),
        Of("2015-05", "1 1.1 1.2", Everything),
        Of("TLS-1-0-2015-04", "1 1.1 1.2", [.. Everything, "DES-CBC3-SHA"]),
        Of("TLS-1-1-2017-01", "1.1 1.2", Everything),
        Of("TLS-1-2-2017-01", "1.2", [.. ForwardGcm, .. ForwardCbc, .. Plain]),
        Of("TLS-1-2-Ext-2018-06", "1.2", Everything),
        Of("FS-2018-06", "1 1.1 1.2", Forward),
        Of("FS-1-1-2019-08", "1.1 1.2", Forward),
        Of("FS-1-2-2019-08", "1.2", Forward),
        Of("FS-1-2-Res-2019-08", "1.2", [.. ForwardGcm, .. ForwardCbc]),
        Of("FS-1-2-Res-2020-10", "1.2", ForwardGcm),
    ];

    public static SslPolicy? Find(string name) => All.FirstOrDefault(p => p.Name == name);

    private static SslPolicy Of(string name, string versions, ImmutableArray<string> ciphers) => new($"ELBSecurityPolicy-{name}", [.. versions.Split(' ').Select(v => $"TLSv{v}")], ciphers);
}
