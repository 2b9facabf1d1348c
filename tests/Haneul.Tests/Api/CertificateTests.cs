using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Haneul.Tests.Api;

public sealed class CertificateTests
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), End = new(2050, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TestCloud cloud = new();

    [Fact]
    public void A_certificate_is_imported_described_shown_by_a_listener_and_deleted()
    {
        using var authority = Authority();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leaf = Leaf(key, authority);
        var arn = Import(leaf.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), authority.ExportCertificatePem());
        var seen = cloud.Json("acm", "DescribeCertificate", Named(arn)).GetProperty("Certificate");
        Assert.Equal(("www.example.com", "ISSUED", "IMPORTED", "EC-prime256v1"), (Text(seen, "DomainName"), Text(seen, "Status"), Text(seen, "Type"), Text(seen, "KeyAlgorithm")));
        Assert.Equal(["www.example.com", "*.example.com"], seen.GetProperty("SubjectAlternativeNames").EnumerateArray().Select(n => n.GetString()));
        Assert.DoesNotContain("PRIVATE", cloud.Json("acm", "GetCertificate", Named(arn)).GetRawText());
        var lb = new TestBalancing(cloud);
        var listener = lb.Call("CreateListener", [.. TestBalancing.Listening(lb.Balancer(), lb.Group(), "HTTPS", 443), ("Certificates.member.1.CertificateArn", arn)]).Text("Listeners/member/ListenerArn");
        Assert.Equal("ResourceInUseException", cloud.JsonFault("acm", "DeleteCertificate", Named(arn)));
        Assert.Equal("OperationNotPermitted", lb.Fault("RemoveListenerCertificates", ("ListenerArn", listener), ("Certificates.member.1.CertificateArn", arn)));
        Assert.Equal("CertificateNotFound", lb.Fault("AddListenerCertificates", ("ListenerArn", listener), ("Certificates.member.1.CertificateArn", arn + "0")));
        Assert.Equal("SSLPolicyNotFound", lb.Fault("ModifyListener", ("ListenerArn", listener), ("SslPolicy", "none")));
        lb.Call("DeleteListener", ("ListenerArn", listener));
        cloud.Json("acm", "DeleteCertificate", Named(arn));
        Assert.Equal("ResourceNotFoundException", cloud.JsonFault("acm", "DescribeCertificate", Named(arn)));
    }

    [Fact]
    public void What_does_not_belong_together_is_not_imported()
    {
        using var authority = Authority();
        using var stranger = Authority();
        using var key = RSA.Create(2048);
        using var other = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leaf = new CertificateRequest("CN=rsa.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).Create(authority.SubjectName, X509SignatureGenerator.CreateForECDsa(authority.GetECDsaPrivateKey() ?? throw new InvalidOperationException()), Start, End, [1]);
        var (pem, keyPem) = (leaf.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        Assert.Equal("ValidationException", Fault(pem, other.ExportPkcs8PrivateKeyPem()));
        Assert.Equal("ValidationException", Fault(pem, curve.ExportPkcs8PrivateKeyPem()));
        Assert.Equal("ValidationException", Fault(pem, key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000))));
        Assert.Equal("ValidationException", Fault(pem, keyPem, stranger.ExportCertificatePem()));
        Assert.Equal("ValidationException", Fault(pem + "\n" + pem, keyPem));
        Assert.Equal("ValidationException", Fault("nonsense", keyPem));
        using var old = new CertificateRequest("CN=old.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(Start.AddYears(-1), Start);
        Assert.Equal("ValidationException", Fault(old.ExportCertificatePem(), keyPem));
        Assert.Equal("InvalidArnException", cloud.JsonFault("acm", "DescribeCertificate", Named("web")));
    }

    [Fact]
    public void A_certificate_is_replaced_in_its_place_and_keeps_its_tags()
    {
        using var authority = Authority();
        using var key = RSA.Create(2048);
        using var leaf = new CertificateRequest("CN=rsa.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(Start, End);
        var arn = Import(leaf.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        cloud.Json("acm", "AddTagsToCertificate", $$"""{"CertificateArn":"{{arn}}","Tags":[{"Key":"a","Value":"1"},{"Key":"b"}]}""");
        using var next = new CertificateRequest("CN=next.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(Start, End);
        Assert.Equal(arn, Import(next.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), null, arn));
        Assert.Equal("next.example.com", Text(cloud.Json("acm", "DescribeCertificate", Named(arn)).GetProperty("Certificate"), "DomainName"));
        cloud.Json("acm", "RemoveTagsFromCertificate", $$"""{"CertificateArn":"{{arn}}","Tags":[{"Key":"b"},{"Key":"a","Value":"other"}]}""");
        Assert.Equal(["a"], cloud.Json("acm", "ListTagsForCertificate", Named(arn)).GetProperty("Tags").EnumerateArray().Select(t => Text(t, "Key")));
        Assert.Equal([arn], cloud.Json("acm", "ListCertificates").GetProperty("CertificateSummaryList").EnumerateArray().Select(c => Text(c, "CertificateArn")));
    }

    [Fact]
    public void Trust_stores_are_read_from_buckets()
    {
        using var authority = Authority();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leaf = Leaf(key, authority);
        cloud.Objects["trust/ca.pem"] = Encoding.UTF8.GetBytes(authority.ExportCertificatePem());
        cloud.Objects["trust/leaf.pem"] = Encoding.UTF8.GetBytes(leaf.ExportCertificatePem());
        var lb = new TestBalancing(cloud);
        Assert.Equal("CaCertificatesBundleNotFound", lb.Fault("CreateTrustStore", Store("none.pem")));
        Assert.Equal("InvalidCaCertificatesBundle", lb.Fault("CreateTrustStore", Store("leaf.pem")));
        var store = lb.Call("CreateTrustStore", Store("ca.pem")).Text("TrustStores/member/TrustStoreArn");
        Assert.Equal("DuplicateTrustStoreName", lb.Fault("CreateTrustStore", Store("ca.pem")));
        var arn = Import(leaf.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        (string, string)[] members = [.. TestBalancing.Listening(lb.Balancer(), lb.Group(), "HTTPS", 443), ("Certificates.member.1.CertificateArn", arn), ("MutualAuthentication.Mode", "verify")];
        Assert.Equal("ValidationError", lb.Fault("CreateListener", members));
        Assert.Equal("TrustStoreNotFound", lb.Fault("CreateListener", [.. members, ("MutualAuthentication.TrustStoreArn", store + "0")]));
        var made = lb.Call("CreateListener", [.. members, ("MutualAuthentication.TrustStoreArn", store)]);
        Assert.Equal(("verify", store), (made.Text("Listeners/member/MutualAuthentication/Mode"), made.Text("Listeners/member/MutualAuthentication/TrustStoreArn")));
        Assert.Equal("TrustStoreInUse", lb.Fault("DeleteTrustStore", ("TrustStoreArn", store)));
        lb.Call("DeleteListener", ("ListenerArn", made.Text("Listeners/member/ListenerArn")));
        lb.Call("DeleteTrustStore", ("TrustStoreArn", store));
    }

    private static (string, string)[] Store(string key) => [("Name", "clients"), ("CaCertificatesBundleS3Bucket", "trust"), ("CaCertificatesBundleS3Key", key)];

    private static X509Certificate2 Authority()
    {
        var request = new CertificateRequest("CN=Authority", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Start, End);
    }

    private static X509Certificate2 Leaf(ECDsa key, X509Certificate2 authority)
    {
        var request = new CertificateRequest("CN=www.example.com", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("www.example.com");
        names.AddDnsName("*.example.com");
        request.CertificateExtensions.Add(names.Build());
        return request.Create(authority, Start, End, [7]);
    }

    private string Import(string certificate, string key, string? chain = null, string? arn = null) => cloud.Json("acm", "ImportCertificate", Body(certificate, key, chain, arn)).GetProperty("CertificateArn").GetString() ?? "";

    private string Fault(string certificate, string key, string? chain = null) => cloud.JsonFault("acm", "ImportCertificate", Body(certificate, key, chain, null));

    private static string Body(string certificate, string key, string? chain, string? arn) =>
        JsonSerializer.Serialize(new { CertificateArn = arn, Certificate = Encoding.UTF8.GetBytes(certificate), PrivateKey = Encoding.UTF8.GetBytes(key), CertificateChain = chain is null ? null : Encoding.UTF8.GetBytes(chain) });

    private static string Named(string arn) => $$"""{"CertificateArn":"{{arn}}"}""";

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
