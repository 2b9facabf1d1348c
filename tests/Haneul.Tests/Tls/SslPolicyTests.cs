using Haneul.Balancer;
using Haneul.Balancer.Secure;
using Haneul.Io.Tls;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Tls;

public sealed class SslPolicyTests
{
    public static TheoryData<string> Names => [.. SslPolicies.All.Select(p => p.Name)];

    private static WantedListener Listener(string? policy, string? alpn = null, BalancerProtocol protocol = BalancerProtocol.Https) =>
        new("listener", protocol, 443) { DefaultActions = [], SslPolicy = policy, CertificateArns = ["one", "two"], AlpnPolicy = alpn };

    private static WantedCertificate[] Certificates()
    {
        using var rsa = MadeCertificate.Rsa(["a.example"]);
        using var curve = MadeCertificate.Ecdsa(["b.example"]);
        return [new("one", rsa.Pem, "", rsa.KeyPem), new("two", curve.Pem, "", curve.KeyPem)];
    }

    // The table of AWS's page: how many ciphers, and the first one of those before TLS 1.3.
    [Theory]
    [InlineData("ELBSecurityPolicy-2016-08", "TLSv1,TLSv1.1,TLSv1.2", 18)]
    [InlineData("ELBSecurityPolicy-TLS13-1-3-2021-06", "TLSv1.3", 3)]
    [InlineData("ELBSecurityPolicy-TLS13-1-2-2021-06", "TLSv1.2,TLSv1.3", 11)]
    [InlineData("ELBSecurityPolicy-TLS13-1-2-Res-2021-06", "TLSv1.2,TLSv1.3", 7)]
    [InlineData("ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", "TLSv1.2,TLSv1.3", 7)]
    [InlineData("ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06", "TLSv1.2,TLSv1.3", 15)]
    [InlineData("ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06", "TLSv1.2,TLSv1.3", 21)]
    [InlineData("ELBSecurityPolicy-TLS13-1-0-2021-06", "TLSv1,TLSv1.1,TLSv1.2,TLSv1.3", 21)]
    [InlineData("ELBSecurityPolicy-TLS13-1-2-Ext0-FIPS-2023-04", "TLSv1.2,TLSv1.3", 14)]
    [InlineData("ELBSecurityPolicy-TLS-1-2-2017-01", "TLSv1.2", 12)]
    [InlineData("ELBSecurityPolicy-FS-1-2-Res-2020-10", "TLSv1.2", 4)]
    [InlineData("ELBSecurityPolicy-FS-2018-06", "TLSv1,TLSv1.1,TLSv1.2", 12)]
    public void A_policy_has_the_versions_and_ciphers_of_AWSs_page(string name, string protocols, int ciphers)
    {
        var policy = Assert.IsType<SslPolicy>(SslPolicies.Find(name));
        Assert.Equal(protocols.Split(','), policy.Protocols);
        Assert.Equal(ciphers, policy.Ciphers.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_policy_is_spoken_with_its_first_cipher_and_nothing_older_than_it_says(string name)
    {
        var policy = Assert.IsType<SslPolicy>(SslPolicies.Find(name));
        using var server = new TlsServer(ListenerTls.Server(Listener(name), Certificates(), isHttp2Enabled: true, null));
        using var pair = new TlsPair(server, name: "b.example");
        Assert.Equal((TlsResult.Done, TlsResult.Done), pair.Shake());
        Assert.Equal(policy.Protocols[^1], pair.Server.Protocol);
        Assert.Equal(policy.Ciphers[0], pair.Server.Cipher);
        Assert.Equal("two", pair.Server.CertificateName);

        if (policy.Protocols.Contains("TLSv1")) return;
        var older = policy.Protocols[0] == "TLSv1.3" ? TlsVersion.Tls12 : policy.Protocols[0] == "TLSv1.2" ? TlsVersion.Tls11 : TlsVersion.Tls10;
        using var refused = new TlsPair(server, new TlsClientOptions { Newest = older });
        Assert.Equal(TlsResult.Failed, refused.Shake().Server);
    }

    [Theory]
    [InlineData("HTTP1Only", "http/1.1,http/1.0")]
    [InlineData("HTTP2Only", "h2")]
    [InlineData("HTTP2Optional", "http/1.1,http/1.0,h2")]
    [InlineData("HTTP2Preferred", "h2,http/1.1,http/1.0")]
    [InlineData("None", "")]
    [InlineData(null, "")]
    public void A_network_balancers_listener_offers_what_its_ALPN_policy_says(string? policy, string offered) =>
        Assert.Equal(offered, string.Join(',', ListenerTls.Server(Listener(null, policy, BalancerProtocol.Tls), Certificates(), true, null).Protocols));

    [Fact]
    public void What_is_unknown_is_said()
    {
        Assert.Contains("no policy Mine", Assert.Throws<TlsException>(() => ListenerTls.Server(Listener("Mine"), Certificates(), true, null)).Message);
        Assert.Contains("no certificate two", Assert.Throws<TlsException>(() => ListenerTls.Server(Listener(null), Certificates()[..1], true, null)).Message);
    }
}
