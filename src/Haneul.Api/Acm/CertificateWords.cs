using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Haneul.Model;

namespace Haneul.Api.Acm;

/// <summary>AWS's words for what a certificate says of itself. https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html</summary>
internal static class CertificateWords
{
    private static readonly (X509KeyUsageFlags Flag, string Word)[] Usages =
    [
        (X509KeyUsageFlags.DigitalSignature, "DIGITAL_SIGNATURE"), (X509KeyUsageFlags.NonRepudiation, "NON_REPUDIATION"), (X509KeyUsageFlags.KeyEncipherment, "KEY_ENCIPHERMENT"),
        (X509KeyUsageFlags.DataEncipherment, "DATA_ENCIPHERMENT"), (X509KeyUsageFlags.KeyAgreement, "KEY_AGREEMENT"), (X509KeyUsageFlags.KeyCertSign, "CERTIFICATE_SIGNING"),
        (X509KeyUsageFlags.CrlSign, "CRL_SIGNING"), (X509KeyUsageFlags.EncipherOnly, "ENCIPHER_ONLY"), (X509KeyUsageFlags.DecipherOnly, "DECIPHER_ONLY"),
    ];

    private static readonly FrozenDictionary<string, string> Purposes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["1.3.6.1.5.5.7.3.1"] = "TLS_WEB_SERVER_AUTHENTICATION",
        ["1.3.6.1.5.5.7.3.2"] = "TLS_WEB_CLIENT_AUTHENTICATION",
        ["1.3.6.1.5.5.7.3.3"] = "CODE_SIGNING",
        ["1.3.6.1.5.5.7.3.4"] = "EMAIL_PROTECTION",
        ["1.3.6.1.5.5.7.3.8"] = "TIME_STAMPING",
        ["1.3.6.1.5.5.7.3.9"] = "OCSP_SIGNING",
        ["2.5.29.37.0"] = "ANY",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>RSA-2048, EC-prime256v1 …; null for keys that ACM does not take.</summary>
    public static string? KeyAlgorithm(X509Certificate2 certificate)
    {
        if (certificate.GetRSAPublicKey() is { } rsa) return $"RSA-{rsa.KeySize}";
        return certificate.GetECDsaPublicKey()?.ExportParameters(false).Curve.Oid.Value switch
        {
            "1.2.840.10045.3.1.7" => "EC-prime256v1",
            "1.3.132.0.34" => "EC-secp384r1",
            "1.3.132.0.35" => "EC-secp521r1",
            _ => null,
        };
    }

    /// <summary>SHA256WITHRSA …</summary>
    public static string SignatureAlgorithm(X509Certificate2 certificate) => certificate.SignatureAlgorithm.FriendlyName switch
    {
        "sha256RSA" => "SHA256WITHRSA",
        "sha384RSA" => "SHA384WITHRSA",
        "sha512RSA" => "SHA512WITHRSA",
        "sha1RSA" => "SHA1WITHRSA",
        "sha256ECDSA" => "SHA256WITHECDSA",
        "sha384ECDSA" => "SHA384WITHECDSA",
        "sha512ECDSA" => "SHA512WITHECDSA",
        var other => other ?? "",
    };

    /// <summary>Bytes in pairs of digits: 0a:1b….</summary>
    public static string Serial(X509Certificate2 certificate) => string.Join(':', certificate.SerialNumberBytes.ToArray().Select(b => b.ToString("x2")));

    public static IReadOnlyList<string> KeyUsages(X509Certificate2 certificate) =>
        [.. certificate.Extensions.OfType<X509KeyUsageExtension>().SelectMany(e => Usages.Where(u => e.KeyUsages.HasFlag(u.Flag))).Select(u => u.Word)];

    public static IReadOnlyList<(string Name, string Oid)> ExtendedKeyUsages(X509Certificate2 certificate) =>
        [.. certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(e => e.EnhancedKeyUsages.Cast<Oid>()).Select(o => (Purposes.GetValueOrDefault(o.Value ?? "", "CUSTOM"), o.Value ?? ""))];

    /// <summary>ISSUED, until it has expired.</summary>
    public static string Status(Certificate certificate, DateTimeOffset now) => certificate.NotAfter < now ? "EXPIRED" : "ISSUED";
}
