using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Haneul.Model;

namespace Haneul.Api.Acm;

/// <summary>A certificate, its key and its chain, checked: all that needs no look at the world. https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-prerequisites.html</summary>
internal sealed record ImportedMaterial(string Body, string Chain, string PrivateKey, X509Certificate2 Certificate)
{
    private const int LongestBody = 32_768, LongestChain = 2_097_152, LongestKey = 5_120;

    public static ImportedMaterial Read(byte[] certificate, byte[] privateKey, byte[]? chain)
    {
        if (certificate.Length > LongestBody || privateKey.Length > LongestKey || chain?.Length > LongestChain) throw AcmFaults.Validation($"The certificate has {LongestBody} bytes at most, its key {LongestKey}, its chain {LongestChain}");
        var bodies = PemCertificates.Read(Encoding.UTF8.GetString(certificate)) ?? throw AcmFaults.Validation("The certificate field holds no certificate in PEM format");
        if (bodies is not [var body]) throw AcmFaults.Validation("The certificate field contains more than one certificate. You can specify only one certificate in this field.");
        IReadOnlyList<X509Certificate2> issuers = chain is { Length: > 0 } ? PemCertificates.Read(Encoding.UTF8.GetString(chain)) ?? throw AcmFaults.Validation("The certificate chain is not in PEM format") : [];
        CheckChain(body, issuers);
        return new ImportedMaterial(PemCertificates.Write(body), string.Concat(issuers.Select(PemCertificates.Write)), CheckKey(body, Encoding.UTF8.GetString(privateKey)), body);
    }

    /// <summary>The subject's common name, else the first of the other names.</summary>
    public string DomainName => Certificate.GetNameInfo(X509NameType.SimpleName, false) is { Length: > 0 } name ? name : Names.FirstOrDefault() ?? "";

    public ImmutableArray<string> Names =>
    [
        .. Certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames())
            .DefaultIfEmpty(Certificate.GetNameInfo(X509NameType.SimpleName, false)).Where(n => n.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Each is signed by the one after it.</summary>
    private static void CheckChain(X509Certificate2 body, IReadOnlyList<X509Certificate2> issuers)
    {
        var signed = body;
        foreach (var issuer in issuers)
        {
            if (!PemCertificates.IsSignedBy(signed, issuer)) throw AcmFaults.Validation($"Could not validate the certificate with the certificate chain: '{signed.Subject}' is not signed by '{issuer.Subject}'");
            signed = issuer;
        }
    }

    /// <summary>RSA or ECDSA, without a password, and that of the certificate.</summary>
    private static string CheckKey(X509Certificate2 body, string pem)
    {
        if (pem.Contains("ENCRYPTED", StringComparison.Ordinal)) throw AcmFaults.Validation("The private key is encrypted. Import it without a password.");
        try
        {
            if (body.GetRSAPublicKey() is { } rsaPublic)
            {
                if (rsaPublic.KeySize is not (1024 or 2048 or 3072 or 4096)) throw AcmFaults.Validation($"The key length {rsaPublic.KeySize} is not supported: 1024, 2048, 3072 or 4096 bits are");
                using var rsa = RSA.Create();
                rsa.ImportFromPem(pem);
                return Matching(rsa.ExportSubjectPublicKeyInfo(), body) ? rsa.ExportPkcs8PrivateKeyPem() + "\n" : throw NoMatch();
            }
            if (body.GetECDsaPublicKey() is null) throw AcmFaults.Validation("The certificate's key is neither RSA nor ECDSA");
            if (CertificateWords.KeyAlgorithm(body) is null) throw AcmFaults.Validation("The curve of the key is not supported: prime256v1, secp384r1 and secp521r1 are");
            using var curve = ECDsa.Create();
            curve.ImportFromPem(pem);
            return Matching(curve.ExportSubjectPublicKeyInfo(), body) ? curve.ExportPkcs8PrivateKeyPem() + "\n" : throw NoMatch();
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw AcmFaults.Validation("The private key is not a supported key in PEM format, or not of the certificate's kind");
        }
    }

    private static bool Matching(byte[] publicKey, X509Certificate2 body) => publicKey.AsSpan().SequenceEqual(body.PublicKey.ExportSubjectPublicKeyInfo());

    private static Fault NoMatch() => AcmFaults.Validation("The private key does not match the certificate's public key");
}
