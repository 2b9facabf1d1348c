using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>AWS's policies, in its order, but for those of RFC 9151. The post-quantum twins have their elder's versions and ciphers.</summary>
public static class SslPolicies
{
    private static readonly ImmutableArray<string> V13 = ["TLSv1.3"], V12 = ["TLSv1.2"], V11 = ["TLSv1.1"], V10 = ["TLSv1"];
    private static readonly ImmutableArray<string> From12 = [.. V12, .. V13], From11 = [.. V11, .. From12], From10 = [.. V10, .. From11];
    private static readonly ImmutableArray<string> Only11And12 = [.. V11, .. V12], From10To12 = [.. V10, .. Only11And12];

    private static readonly ImmutableArray<string> Approved13 = ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"];
    private static readonly ImmutableArray<string> All13 = [.. Approved13, "TLS_CHACHA20_POLY1305_SHA256"];

    // Forward secrecy, by strength of what protects the records; within each, AWS prefers 128 bits.
    private static readonly ImmutableArray<string> Gcm128 = ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256"], Gcm256 = ["ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384"];
    private static readonly ImmutableArray<string> Cbc128 = ["ECDHE-ECDSA-AES128-SHA256", "ECDHE-RSA-AES128-SHA256"], Cbc256 = ["ECDHE-ECDSA-AES256-SHA384", "ECDHE-RSA-AES256-SHA384"];
    private static readonly ImmutableArray<string> Sha128 = ["ECDHE-ECDSA-AES128-SHA", "ECDHE-RSA-AES128-SHA"], Sha256 = ["ECDHE-ECDSA-AES256-SHA", "ECDHE-RSA-AES256-SHA"], Sha256RsaFirst = ["ECDHE-RSA-AES256-SHA", "ECDHE-ECDSA-AES256-SHA"];

    private static readonly ImmutableArray<string> Restricted = [.. Gcm128, .. Gcm256];
    private static readonly ImmutableArray<string> Modern = [.. Gcm128, .. Cbc128, .. Gcm256, .. Cbc256];
    private static readonly ImmutableArray<string> Forward = [.. Gcm128, .. Cbc128, .. Sha128, .. Gcm256, .. Cbc256, .. Sha256], ForwardRsaFirst = [.. Gcm128, .. Cbc128, .. Sha128, .. Gcm256, .. Cbc256, .. Sha256RsaFirst];

    // The server's key alone, without forward secrecy.
    private static readonly ImmutableArray<string> Plain = ["AES128-GCM-SHA256", "AES128-SHA256", "AES256-GCM-SHA384", "AES256-SHA256"];
    private static readonly ImmutableArray<string> PlainWithSha = ["AES128-GCM-SHA256", "AES128-SHA256", "AES128-SHA", "AES256-GCM-SHA384", "AES256-SHA256", "AES256-SHA"];

    public static ImmutableArray<SslPolicy> All { get; } = [.. Tls(), .. Fips(), .. Forwarding()];

    private static readonly FrozenDictionary<string, SslPolicy> ByName = All.ToFrozenDictionary(p => p.Name, StringComparer.Ordinal);

    /// <summary>Null: AWS has none of that name.</summary>
    public static SslPolicy? Find(string name) => ByName.GetValueOrDefault(name);

    private static IEnumerable<SslPolicy> Tls() =>
    [
        .. Twins("TLS13-1-3", V13, All13),
        .. Twins("TLS13-1-2", From12, [.. All13, .. Modern]),
        .. Twins("TLS13-1-2-Res", From12, [.. All13, .. Restricted]),
        .. Twins("TLS13-1-2-Ext2", From12, [.. All13, .. Forward, .. PlainWithSha]),
        .. Twins("TLS13-1-2-Ext1", From12, [.. All13, .. Modern, .. Plain]),
        Of("TLS13-1-1-2021-06", From11, [.. All13, .. Forward, .. PlainWithSha]),
        .. Twins("TLS13-1-0", From10, [.. All13, .. Forward, .. PlainWithSha]),
        Of("TLS-1-2-Ext-2018-06", V12, [.. Forward, .. PlainWithSha]),
        Of("TLS-1-2-2017-01", V12, [.. Modern, .. Plain]),
        Of("TLS-1-1-2017-01", Only11And12, [.. ForwardRsaFirst, .. PlainWithSha]),
        Of("2016-08", From10To12, [.. ForwardRsaFirst, .. PlainWithSha]),
        Of("2015-05", From10To12, [.. ForwardRsaFirst, .. PlainWithSha]) with { BalancerTypes = ["network"] },
        Of("TLS-1-0-2015-04", From10To12, [.. ForwardRsaFirst, .. PlainWithSha, "DES-CBC3-SHA"]),
    ];

    private static IEnumerable<SslPolicy> Fips() =>
    [
        .. FipsTwins("TLS13-1-3", V13, Approved13),
        .. FipsTwins("TLS13-1-2", From12, [.. Approved13, .. Modern]),
        .. FipsTwins("TLS13-1-2-Res", From12, [.. Approved13, .. Restricted]),
        .. FipsTwins("TLS13-1-2-Ext2", From12, [.. Approved13, .. ForwardRsaFirst, .. PlainWithSha]),
        .. FipsTwins("TLS13-1-2-Ext1", From12, [.. Approved13, .. Modern, .. Plain]),
        .. FipsTwins("TLS13-1-2-Ext0", From12, [.. Approved13, .. ForwardRsaFirst]),
        Of("TLS13-1-1-FIPS-2023-04", From11, [.. Approved13, .. ForwardRsaFirst, .. PlainWithSha]),
        .. FipsTwins("TLS13-1-0", From10, [.. Approved13, .. ForwardRsaFirst, .. PlainWithSha]),
    ];

    private static IEnumerable<SslPolicy> Forwarding() =>
    [
        Of("FS-1-2-Res-2020-10", V12, Restricted),
        Of("FS-1-2-Res-2019-08", V12, Modern),
        Of("FS-1-2-2019-08", V12, ForwardRsaFirst),
        Of("FS-1-1-2019-08", Only11And12, ForwardRsaFirst),
        Of("FS-2018-06", From10To12, ForwardRsaFirst),
    ];

    private static SslPolicy Of(string name, ImmutableArray<string> protocols, ImmutableArray<string> ciphers) => new($"ELBSecurityPolicy-{name}", protocols, ciphers);

    private static SslPolicy[] Twins(string name, ImmutableArray<string> protocols, ImmutableArray<string> ciphers) =>
        [Of($"{name}-2021-06", protocols, ciphers), Of($"{name}-PQ-2025-09", protocols, ciphers) with { IsPostQuantum = true }];

    private static SslPolicy[] FipsTwins(string name, ImmutableArray<string> protocols, ImmutableArray<string> ciphers) =>
        [Of($"{name}-FIPS-2023-04", protocols, ciphers), Of($"{name}-FIPS-PQ-2025-09", protocols, ciphers) with { IsPostQuantum = true }];
}
