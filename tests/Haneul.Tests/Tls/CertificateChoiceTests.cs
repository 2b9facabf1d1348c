using Haneul.Io.Tls;
using Xunit;

namespace Haneul.Tests.Tls;

public sealed class CertificateChoiceTests
{
    private static readonly TlsClientOptions ChecksRsaOnly = new() { Newest = TlsVersion.Tls12, Ciphers = ["ECDHE-RSA-AES128-GCM-SHA256"] };

    private static string? Shown(TlsServer server, string? name, TlsClientOptions? options = null)
    {
        using var pair = new TlsPair(server, options, name);
        Assert.Equal((TlsResult.Done, TlsResult.Done), pair.Shake());
        Assert.Equal(name, pair.Server.ServerName);
        return pair.Server.CertificateName;
    }

    [Fact]
    public void The_name_that_a_client_asks_for_decides()
    {
        using var standard = MadeCertificate.Ecdsa(["default.example"]);
        using var wild = MadeCertificate.Ecdsa(["*.shop.example"]);
        using var exact = MadeCertificate.Ecdsa(["Pay.other.example", "b.other.example"]);
        using var server = new TlsServer(new TlsServerOptions { Certificates = [standard.Named("standard"), wild.Named("wild"), exact.Named("exact")] });
        Assert.Equal("standard", Shown(server, null));
        Assert.Equal("standard", Shown(server, "unknown.example"));
        Assert.Equal("wild", Shown(server, "www.shop.example"));
        Assert.Equal("standard", Shown(server, "a.www.shop.example"));
        Assert.Equal("standard", Shown(server, "shop.example"));
        Assert.Equal("exact", Shown(server, "PAY.other.example"));
        Assert.Equal("exact", Shown(server, "b.other.example"));
    }

    [Fact]
    public void The_certificate_that_is_named_is_the_one_that_the_client_gets()
    {
        using var standard = MadeCertificate.Rsa(["default.example"]);
        using var second = MadeCertificate.Ecdsa(["b.example"]);
        using var server = new TlsServer(new TlsServerOptions { Certificates = [standard.Named("standard"), second.Named("second")], Protocols = ["h2"] });
        using var pair = new TlsPair(server, new TlsClientOptions { Protocols = ["h2"] }, "b.example");
        Assert.Equal((TlsResult.Done, TlsResult.Done), pair.Shake());
        Assert.Equal([second.Der], pair.Client.PeerCertificates());
        Assert.Equal("h2"u8, pair.Server.AgreedProtocol);
    }

    [Fact]
    public void Who_can_check_curves_gets_one_and_who_cannot_gets_RSA()
    {
        using var rsa = MadeCertificate.Rsa(["a.example"]);
        using var curve = MadeCertificate.Ecdsa(["a.example"]);
        using var server = new TlsServer(new TlsServerOptions { Certificates = [rsa.Named("rsa"), curve.Named("curve")] });
        Assert.Equal("curve", Shown(server, "a.example"));
        Assert.Equal("rsa", Shown(server, "a.example", ChecksRsaOnly));
        Assert.Equal("rsa", Shown(server, null));
    }

    [Fact]
    public void Among_equals_AWSs_order_decides()
    {
        var now = DateTime.UtcNow;
        ServerCertificate Of(int days = 10, int hash = 256, int key = 2048, int validity = 90) => new(["a"], false, now.AddDays(days), hash, key, TimeSpan.FromDays(validity));
        int Best(params ServerCertificate[] certificates) => new CertificateChoice(certificates).For("a", checksCurves: true, now);
        Assert.Equal(1, Best(Of(days: -1), Of()));
        Assert.Equal(1, Best(Of(), Of(hash: 384)));
        Assert.Equal(1, Best(Of(), Of(key: 4096)));
        Assert.Equal(1, Best(Of(), Of(validity: 300)));
        Assert.Equal(0, Best(Of(), Of()));
        Assert.Equal(1, Best(Of(days: -1, hash: 512, key: 4096, validity: 900), Of()));
    }
}
