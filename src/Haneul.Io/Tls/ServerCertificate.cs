using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Haneul.Io.Tls;

/// <summary>What is known of a certificate when one is to be chosen for a client. Pure.</summary>
/// <param name="Names">DNS names that it is good for, in lower case; <c>*.example.com</c> stands for one label.</param>
/// <param name="IsEllipticCurve">Its key signs with ECDSA: not every client can check that.</param>
/// <param name="NotAfter">Its end.</param>
/// <param name="HashBits">Of the hash of its signature.</param>
/// <param name="KeyBits">Of its key.</param>
/// <param name="Validity">For how long it was made.</param>
internal sealed record ServerCertificate(IReadOnlyList<string> Names, bool IsEllipticCurve, DateTime NotAfter, int HashBits, int KeyBits, TimeSpan Validity)
{
    private const string SubjectAlternativeName = "2.5.29.17";

    public static ServerCertificate Of(TlsCertificate pem)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem.Body);
            return Of(certificate);
        }
        catch (CryptographicException e)
        {
            throw new TlsException($"{pem.Name}: the certificate cannot be read: {e.Message}");
        }
    }

    private static ServerCertificate Of(X509Certificate2 certificate)
    {
        using var curve = certificate.GetECDsaPublicKey();
        using var rsa = certificate.GetRSAPublicKey();
        return new(
            [.. Named(certificate).Select(n => n.ToLowerInvariant())],
            curve is not null,
            certificate.NotAfter.ToUniversalTime(),
            Bits(certificate.SignatureAlgorithm.FriendlyName ?? ""),
            curve?.KeySize ?? rsa?.KeySize ?? 0,
            certificate.NotAfter - certificate.NotBefore);
    }

    // RFC 6125, section 6.4.4: the subject counts only where no other names are given.
    private static IEnumerable<string> Named(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.Where(e => e.Oid?.Value == SubjectAlternativeName).SelectMany(e => new X509SubjectAlternativeNameExtension(e.RawData).EnumerateDnsNames()).ToList();
        return names.Count > 0 ? names : certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is { Length: > 0 } subject ? [subject] : [];
    }

    private static int Bits(string algorithm) =>
        new[] { 512, 384, 256, 224 }.FirstOrDefault(b => algorithm.Contains(b.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal), algorithm.Contains("md5", StringComparison.OrdinalIgnoreCase) ? 1 : 160);
}
