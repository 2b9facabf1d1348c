using System.Formats.Asn1;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Haneul.Balancer;
using Haneul.Model;
using Haneul.Tests.Tls;
using Xunit;

namespace Haneul.Tests.Balancing;

public sealed class ClientCertificateTests
{
    [Fact]
    public async Task Targets_are_told_who_a_verified_client_is_and_believe_no_client()
    {
        using var authority = MadeCertificate.Ecdsa(["Root"], isAuthority: true, subject: "CN=Root");
        using var shown = MadeCertificate.Ecdsa(["client"], authority, subject: "CN=client");
        var request = await AskedAsync(new MutualTls("verify", "arn:store", false, false), authority.Pem, shown, HttpVersion.Version11);
        Assert.Equal("CN=Root", Value(request, "X-Amzn-Mtls-Clientcert-Issuer"));
        Assert.Equal("CN=client", Value(request, "X-Amzn-Mtls-Clientcert-Subject"));
        using var read = X509Certificate2.CreateFromPem(shown.Pem);
        Assert.Equal(Convert.ToHexString(read.SerialNumberBytes.Span.TrimStart((byte)0)), Value(request, "X-Amzn-Mtls-Clientcert-Serial-Number"));
        Assert.Equal($"NotBefore={read.NotBefore.ToUniversalTime():yyyy-MM-ddTHH:mm:ssZ};NotAfter={read.NotAfter.ToUniversalTime():yyyy-MM-ddTHH:mm:ssZ}", Value(request, "X-Amzn-Mtls-Clientcert-Validity"));
        Assert.Equal(shown.Pem + "\n", Uri.UnescapeDataString(Value(request, "X-Amzn-Mtls-Clientcert-Leaf") ?? ""));
        Assert.DoesNotContain("forged", request);
    }

    [Fact]
    public async Task A_certificate_that_is_passed_through_is_told_as_it_is()
    {
        using var shown = MadeCertificate.Ecdsa(["anybody"]);
        var request = await AskedAsync(new MutualTls("passthrough", null, false, false), null, shown, HttpVersion.Version20);
        Assert.Equal(shown.Pem + "\n", Uri.UnescapeDataString(Value(request, "X-Amzn-Mtls-Clientcert") ?? ""));
        Assert.Null(Value(request, "X-Amzn-Mtls-Clientcert-Leaf"));
        Assert.DoesNotContain("forged", request);
    }

    [Fact]
    public async Task Of_a_client_without_a_certificate_nothing_is_told()
    {
        var request = await AskedAsync(new MutualTls("passthrough", null, false, false), null, null, HttpVersion.Version11);
        Assert.DoesNotContain("Clientcert", request, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Names_are_written_as_RFC_2253_says()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            Put(writer, ("2.5.4.6", "US"));
            Put(writer, ("2.5.4.10", "Acme, Inc."));
            Put(writer, ("2.5.4.11", "a+b"), ("2.5.4.7", "#1\r\nX: y"));
            Put(writer, ("1.2.3", "x"));
            Put(writer, ("2.5.4.3", " \u00e9 "));
        }
        Assert.Equal("CN=\\ \\C3\\A9\\ ,1.2.3=#0c0178,OU=a\\+b+L=\\#1\\0D\\0AX: y,O=Acme\\, Inc.,C=US", NameText.Of(writer.Encode()));
    }

    private static void Put(AsnWriter writer, params (string Type, string Text)[] values)
    {
        using var set = writer.PushSetOf();
        foreach (var (type, text) in values)
        {
            using var pair = writer.PushSequence();
            writer.WriteObjectIdentifier(type);
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, text);
        }
    }

    private static async Task<string> AskedAsync(MutualTls mutual, string? authorities, MadeCertificate? shown, Version version)
    {
        await using var target = RawTarget.Answering200("ok");
        using var own = MadeCertificate.Ecdsa(["localhost"]);
        await using var balancer = new LoopbackBalancer { Certificate = new WantedCertificate("one", own.Pem, "", own.KeyPem), MutualTls = mutual, TrustedAuthorities = authorities };
        balancer.Pools["default"].Add(target.Port);
        balancer.Serve();
        var options = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true };
        using var certificate = shown is null ? null : X509Certificate2.CreateFromPem(shown.Pem, shown.KeyPem);
        if (certificate is not null) options.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = options });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://127.0.0.1:{balancer.Port}/") { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        foreach (var name in (string[])["", "-Subject", "-Leaf", "-Serial-Number"]) request.Headers.Add($"X-Amzn-Mtls-Clientcert{name}", "forged");
        var answer = await client.SendAsync(request).WaitAsync(RawClient.Patience);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Assert.Single(target.Requests, r => r.Contains("X-Forwarded-Proto", StringComparison.Ordinal));
    }

    private static string? Value(string request, string name) =>
        request.Split("\r\n").Where(l => l.StartsWith($"{name}: ", StringComparison.Ordinal)).Select(l => l[(name.Length + 2)..]).SingleOrDefault();
}
