using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Haneul.Api.Acm;

/// <summary>Certificates as PEM (RFC 7468), and whether one signed another (RFC 5280, section 4.1).</summary>
internal static class PemCertificates
{
    private const string Label = "CERTIFICATE";

    /// <summary>All certificates of a text, in its order; null where it holds anything else.</summary>
    public static IReadOnlyList<X509Certificate2>? Read(string text)
    {
        var found = new List<X509Certificate2>();
        var rest = text.AsSpan();
        try
        {
            while (PemEncoding.TryFind(rest, out var fields))
            {
                if (!rest[fields.Label].SequenceEqual(Label) || !rest[..fields.Location.Start].IsWhiteSpace()) return null;
                found.Add(X509CertificateLoader.LoadCertificate(Convert.FromBase64String(rest[fields.Base64Data].ToString())));
                rest = rest[fields.Location.End..];
            }
        }
        catch (CryptographicException)
        {
            return null;
        }
        return found.Count > 0 && rest.IsWhiteSpace() ? found : null;
    }

    /// <summary>A certificate's text, wrapped as AWS answers it.</summary>
    public static string Write(X509Certificate2 certificate) => PemEncoding.WriteString(Label, certificate.RawData) + "\n";

    /// <summary>The issuer's key made the signature, and its name stands there.</summary>
    public static bool IsSignedBy(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        if (!certificate.IssuerName.RawData.AsSpan().SequenceEqual(issuer.SubjectName.RawData)) return false;
        try
        {
            var whole = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.DER).ReadSequence();
            var signed = whole.ReadEncodedValue().Span;
            whole.ReadEncodedValue();
            var signature = whole.ReadBitString(out _);
            if (HashOf(certificate.SignatureAlgorithm.Value) is not { } hash) return false;
            if (issuer.GetRSAPublicKey() is { } rsa) return rsa.VerifyData(signed, signature, hash, RSASignaturePadding.Pkcs1);
            return issuer.GetECDsaPublicKey() is { } curve && curve.VerifyData(signed, signature, hash, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return false;
        }
    }

    /// <summary>RFC 8017, appendix A.2.4, and RFC 5758, section 3.2.</summary>
    private static HashAlgorithmName? HashOf(string? algorithm) => algorithm switch
    {
        "1.2.840.113549.1.1.5" or "1.2.840.10045.4.1" => HashAlgorithmName.SHA1,
        "1.2.840.113549.1.1.11" or "1.2.840.10045.4.3.2" => HashAlgorithmName.SHA256,
        "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => HashAlgorithmName.SHA384,
        "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => HashAlgorithmName.SHA512,
        _ => null,
    };
}
