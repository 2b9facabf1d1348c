using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Haneul.Balancing;
using Haneul.Model;

namespace Haneul.Services;

/// <summary>
/// The certificate authority that vouches for the cloud's endpoints (RFC 5280): made once for a data directory; hosts trust it, the machine does not. Its key stays in the data directory.
/// </summary>
internal sealed class CloudAuthority : IDisposable
{
    private static readonly X500DistinguishedName Subject = new("CN=Haneul emulated cloud,O=Haneul");

    private readonly X509Certificate2 own;

    private CloudAuthority(X509Certificate2 own) => this.own = own;

    /// <summary>The one whose certificate lies at the path, with its key beside it; made where there is none.</summary>
    public static CloudAuthority Of(string path, DateTimeOffset now)
    {
        var keyPath = Path.ChangeExtension(path, ".key");
        if (!File.Exists(path))
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest(Subject, key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
            using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(20));
            var alone = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) alone.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var text = new StreamWriter(keyPath, alone)) text.Write(key.ExportPkcs8PrivateKeyPem() + "\n");
            // The certificate comes last: it says that both are there.
            File.WriteAllText(path + ".new", made.ExportCertificatePem() + "\n");
            File.Move(path + ".new", path);
        }
        return new CloudAuthority(X509Certificate2.CreateFromPemFile(path, keyPath));
    }

    /// <summary>A certificate for all endpoints of the cloud, with a key of its own.</summary>
    public X509Certificate2 Certificate(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=amazonaws.com", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("*.amazonaws.com");
        foreach (var region in Regions.All)
        {
            names.AddDnsName($"*.{region.Name}.amazonaws.com");
            names.AddDnsName($"*.{region.Name}.api.aws");
            names.AddDnsName(PublicKeys.HostOf(region.Name));
        }
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "serverAuth")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(own, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var made = request.Create(own, now.AddDays(-1), now.AddYears(1), RandomNumberGenerator.GetBytes(16));
        return made.CopyWithPrivateKey(key);
    }

    public void Dispose() => own.Dispose();
}
