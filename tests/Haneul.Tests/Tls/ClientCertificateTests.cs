using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Haneul.Io.Tls;
using Xunit;

namespace Haneul.Tests.Tls;

public sealed class ClientCertificateTests
{
    private static readonly MadeCertificate Authority = MadeCertificate.Ecdsa(["Trusted Authority"], isAuthority: true);

    private static TlsServer Serving(ClientCertificates clients, Func<TlsServerOptions, TlsServerOptions>? change = null)
    {
        using var certificate = MadeCertificate.Ecdsa(["a.example"]);
        var options = new TlsServerOptions { Certificates = [certificate.Named("a")], Clients = clients, Authorities = Authority.Pem };
        return new TlsServer(change?.Invoke(options) ?? options);
    }

    private static async Task<EchoServer.Seen> Asked(TlsServer server, MadeCertificate? shown)
    {
        await using var echo = new EchoServer(server);
        await Ask(echo.Port, shown);
        return await echo.First;
    }

    private static async Task Ask(int port, MadeCertificate? shown)
    {
        using var certificate = shown is null ? null : X509Certificate2.CreateFromPem(shown.Pem, shown.KeyPem);
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await using var tls = new SslStream(socket.GetStream(), false, (_, _, _, _) => true);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "a.example",
                ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
            });
            await tls.WriteAsync("x"u8.ToArray());
            var answer = new byte[1];
            await tls.ReadExactlyAsync(answer);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            // Refused: what the server saw is what the test looks at.
        }
    }

    [Fact]
    public async Task A_client_with_a_certificate_of_a_trusted_authority_is_let_in()
    {
        using var server = Serving(ClientCertificates.Verified);
        using var good = MadeCertificate.Ecdsa(["client"], Authority);
        var seen = await Asked(server, good);
        Assert.True(seen.IsEstablished, seen.Failure);
        Assert.Equal(0, seen.VerifyError);
        Assert.Equal([good.Der], seen.Certificates);
    }

    [Fact]
    public async Task Clients_without_one_with_a_strangers_and_with_an_expired_one_are_not()
    {
        using var server = Serving(ClientCertificates.Verified);
        Assert.Contains("peer did not return a certificate", (await Asked(server, null)).Failure);
        using var stranger = MadeCertificate.Ecdsa(["client"]);
        var refused = await Asked(server, stranger);
        Assert.False(refused.IsEstablished);
        Assert.NotEqual(0, refused.VerifyError);
        using var expired = MadeCertificate.Ecdsa(["client"], Authority, (-20, -1));
        Assert.Equal(10, (await Asked(server, expired)).VerifyError);
    }

    [Fact]
    public async Task Expiry_can_be_overlooked_and_nothing_else_with_it()
    {
        using var server = Serving(ClientCertificates.Verified, o => o with { IgnoresExpiry = true, AdvertisesAuthorities = true });
        using var expired = MadeCertificate.Ecdsa(["client"], Authority, (-20, -1));
        Assert.True((await Asked(server, expired)).IsEstablished);
        using var stranger = MadeCertificate.Ecdsa(["client"], null, (-20, -1));
        Assert.False((await Asked(server, stranger)).IsEstablished);
    }

    [Fact]
    public async Task What_is_passed_through_is_not_judged()
    {
        using var server = Serving(ClientCertificates.PassedThrough);
        using var stranger = MadeCertificate.Ecdsa(["client"]);
        var seen = await Asked(server, stranger);
        Assert.True(seen.IsEstablished, seen.Failure);
        Assert.Equal([stranger.Der], seen.Certificates);
        Assert.Empty((await Asked(server, null)).Certificates);
    }

    [Fact]
    public void Verifying_without_anyone_to_trust_is_refused() =>
        Assert.Contains("no authority", Assert.Throws<TlsException>(() => Serving(ClientCertificates.Verified, o => o with { Authorities = "" })).Message);
}
