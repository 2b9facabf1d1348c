using System.Security.Cryptography.X509Certificates;
using System.Text;
using Haneul.Api.Acm;
using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>The certificates of authorities that a trust store is made of: a PEM file in a bucket. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html</summary>
internal sealed record AuthorityBundle(string Text, int Count)
{
    private const int MostBytes = 1_048_576;

    public static AuthorityBundle Read(IObservations seen, string bucket, string key)
    {
        var bytes = seen.ObjectOf(bucket, key, MostBytes)
            ?? throw new Fault("CaCertificatesBundleNotFound", $"There is no object '{key}' of at most {MostBytes} bytes in bucket '{bucket}'. Haneul's buckets are directories: it looks for s3/{bucket}/{key} below its data directory");
        var certificates = PemCertificates.Read(Encoding.UTF8.GetString(bytes));
        if (certificates is null) throw new Fault("InvalidCaCertificatesBundle", $"Object '{key}' is not made of certificates in PEM format");
        if (certificates.FirstOrDefault(c => !IsAuthority(c)) is { } leaf) throw new Fault("InvalidCaCertificatesBundle", $"'{leaf.Subject}' is no certificate of an authority");
        return new AuthorityBundle(string.Concat(certificates.Select(PemCertificates.Write)), certificates.Count);
    }

    private static bool IsAuthority(X509Certificate2 certificate) => certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(e => e.CertificateAuthority);
}
