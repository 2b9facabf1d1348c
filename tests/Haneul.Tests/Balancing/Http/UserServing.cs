using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Haneul.Balancer;
using Haneul.Model;
using Haneul.Tests.Tls;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>A balancer that authenticates users with a provider of the test, and browsers that go to it.</summary>
public abstract class UserServing : IAsyncLifetime
{
    private protected const string Secret = "the secret of this test";

    private protected RawTarget Target { get; } = RawTarget.Answering200("page");
    private protected RawTarget Open { get; } = RawTarget.Answering200("open");
    private protected CookieContainer Jar { get; } = new();
    private OidcServer? provider;
    private LoopbackBalancer? balancer;

    /// <summary>Who vouches for the provider.</summary>
    private protected X509Certificate2Collection Trusted { get; } = [];

    private protected OidcServer Provider => provider ?? throw new InvalidOperationException("not started");

    private protected LoopbackBalancer Balancer => balancer ?? throw new InvalidOperationException("not started");

    public async Task InitializeAsync()
    {
        using var authority = MadeCertificate.Ecdsa(["authority"], isAuthority: true);
        using var shown = MadeCertificate.Ecdsa(["localhost"], by: authority);
        provider = await OidcServer.StartAsync(X509Certificate2.CreateFromPem(shown.Pem, shown.KeyPem));
        Trusted.Add(X509Certificate2.CreateFromPem(authority.Pem));
        using var certificate = MadeCertificate.Ecdsa(["localhost"]);
        balancer = new LoopbackBalancer(2, null, Trusted) { Certificate = new WantedCertificate("one", certificate.Pem, "", certificate.KeyPem), Secret = Secret };
        balancer.Pools["default"].Add(Target.Port);
        balancer.Pools["open"] = [Open.Port];
        Guard(Provider.Action());
    }

    public async Task DisposeAsync()
    {
        await Balancer.DisposeAsync();
        await Provider.DisposeAsync();
        await Target.DisposeAsync();
        await Open.DisposeAsync();
    }

    /// <summary>/a is for users, everything below /deep too; /open is for anybody.</summary>
    private protected void Guard(OidcAction action)
    {
        Balancer.Rules.Clear();
        Balancer.Rules.Add(Guarding(1, "/a", action));
        Balancer.Rules.Add(Guarding(2, "/deep/*", action));
        Balancer.Rules.Add(new WantedRule("rule/3", 3, [new RuleCondition(ConditionField.PathPattern) { Values = ["/open"] }], [LoopbackBalancer.To("open")], []));
        Balancer.Serve();
    }

    private protected static WantedRule Guarding(int priority, string path, OidcAction action) => new(
        $"rule/{priority}", priority, [new RuleCondition(ConditionField.PathPattern) { Values = [path] }],
        [new RuleAction(ActionType.AuthenticateOidc) { Order = 1, Oidc = action }, LoopbackBalancer.To("default") with { Order = 2 }], []);

    /// <summary>Goes where it is sent, and keeps cookies.</summary>
    private protected HttpClient Browser(string version, LoopbackBalancer? at = null) => Client(version, at, new SocketsHttpHandler { CookieContainer = Jar });

    private protected HttpClient Client(string version, LoopbackBalancer? at = null, SocketsHttpHandler? handler = null)
    {
        handler ??= new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
        handler.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true };
        return new HttpClient(handler)
        {
            BaseAddress = new Uri($"https://127.0.0.1:{(at ?? Balancer).Port}/"),
            DefaultRequestVersion = Version.Parse(version),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    private protected async Task<HttpResponseMessage> PlainAsync(string path, string cookie, string version = "1.1")
    {
        using var client = Client(version);
        using var asked = new HttpRequestMessage(HttpMethod.Get, path) { Version = Version.Parse(version) };
        if (cookie.Length > 0) asked.Headers.TryAddWithoutValidation("Cookie", cookie);
        return await client.SendAsync(asked);
    }

    private protected string SessionCookie() => string.Join("; ", Jar.GetCookies(new Uri($"https://127.0.0.1:{Balancer.Port}/")).Select(c => $"{c.Name}={c.Value}"));

    private protected static string? Header(string head, string name) => head.Split("\r\n\r\n")[0].Split("\r\n").Skip(1)
        .Where(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(l => l[(name.Length + 1)..].Trim()).SingleOrDefault();

    private protected static string Unchunked(string chunks)
    {
        var body = new StringBuilder();
        for (var at = 0; ;)
        {
            var line = chunks.IndexOf("\r\n", at, StringComparison.Ordinal);
            var size = Convert.ToInt32(chunks[at..line], 16);
            if (size == 0) return body.ToString();
            body.Append(chunks.AsSpan(line + 2, size));
            at = line + 2 + size + 2;
        }
    }

    /// <summary>A body that does not tell how long it is.</summary>
    private protected sealed class Untold(string body) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context) => await stream.WriteAsync(Encoding.ASCII.GetBytes(body));

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private protected static async Task UntilAsync(Func<Task<bool>> so, string what)
    {
        var late = DateTime.UtcNow + RawClient.Patience;
        while (!await so())
        {
            if (DateTime.UtcNow > late) throw new Xunit.Sdk.XunitException($"This has not come about: {what}");
            await Task.Delay(20);
        }
    }
}
