using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Haneul.Balancer;

/// <summary>What is told of a client's own certificate, in AWS's forms. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html#mtls-http-headers</summary>
/// <param name="Serial">Hexadecimal.</param>
/// <param name="Issuer">A distinguished name, RFC 2253.</param>
/// <param name="Subject">Likewise.</param>
/// <param name="Validity"><c>NotBefore=…;NotAfter=…</c></param>
internal sealed record LeafCertificate(string Serial, string Issuer, string Subject, string Validity)
{
    /// <summary>Null where it cannot be read: to whoever is told, the client showed none.</summary>
    public static LeafCertificate? Read(byte[] der)
    {
        try
        {
            using var leaf = X509CertificateLoader.LoadCertificate(der);
            var serial = leaf.SerialNumber;
            // A positive number whose first bit is set has a zero before it in DER.
            if (serial.Length > 2 && serial.StartsWith("00", StringComparison.Ordinal)) serial = serial[2..];
            return new LeafCertificate(serial, NameText.Of(leaf.IssuerName.RawData), NameText.Of(leaf.SubjectName.RawData), $"NotBefore={Time(leaf.NotBefore)};NotAfter={Time(leaf.NotAfter)}");
        }
        catch (Exception wrong) when (wrong is CryptographicException or AsnContentException)
        {
            return null;
        }
    }

    private static string Time(DateTime local) => local.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
