using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Haneul.Io.Tls;

namespace Haneul.Tests.Tls;

/// <summary>Certificates made for one test: signed by themselves, or by an authority of the test's.</summary>
internal sealed class MadeCertificate : IDisposable
{
    private readonly X509Certificate2 certificate;
    private readonly string key;

    private MadeCertificate(X509Certificate2 certificate, string key) => (this.certificate, this.key) = (certificate, key);

    public string Pem => certificate.ExportCertificatePem();

    public string KeyPem => key;

    public byte[] Der => certificate.RawData;

    public TlsCertificate Named(string name, string chain = "") => new(name, Pem, chain, key);

    public static MadeCertificate Rsa(string[] names, MadeCertificate? by = null, HashAlgorithmName? hash = null, (int From, int To)? days = null, int bits = 2048)
    {
        using var rsa = RSA.Create(bits);
        var request = new CertificateRequest($"CN={names[0]}", rsa, hash ?? HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return Made(request, names, by, rsa.ExportPkcs8PrivateKeyPem(), days, X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1));
    }

    public static MadeCertificate Ecdsa(string[] names, MadeCertificate? by = null, (int From, int To)? days = null, bool isAuthority = false, string? subject = null)
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject ?? $"CN={names[0]}", curve, HashAlgorithmName.SHA256);
        if (isAuthority) request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return Made(request, names, by, curve.ExportPkcs8PrivateKeyPem(), days, X509SignatureGenerator.CreateForECDsa(curve));
    }

    private static MadeCertificate Made(CertificateRequest request, string[] names, MadeCertificate? by, string key, (int From, int To)? days, X509SignatureGenerator own)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names) alternatives.AddDnsName(name);
        request.CertificateExtensions.Add(alternatives.Build());
        var now = DateTimeOffset.UtcNow;
        var (from, to) = days ?? (-1, 300);
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f;
        if (by is null) return new MadeCertificate(request.Create(request.SubjectName, own, now.AddDays(from), now.AddDays(to), serial), key);
        using var signer = ECDsa.Create();
        signer.ImportFromPem(by.key);
        return new MadeCertificate(request.Create(by.certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(signer), now.AddDays(from), now.AddDays(to), serial), key);
    }

    public void Dispose() => certificate.Dispose();
}
