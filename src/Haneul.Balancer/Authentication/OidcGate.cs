using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>
/// An authenticate-oidc action: lets those pass whom the provider knows, and sends others to it (authorization code flow, RFC 6749 section 4.1). It waits for nothing: where the provider is to be asked, it says so.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
/// </summary>
/// <param name="action">What the rule says.</param>
/// <param name="balancerArn">Whose rule it is.</param>
/// <param name="signer">Signs what targets are told.</param>
public sealed class OidcGate(OidcAction action, string balancerArn, OidcSigner signer)
{
    /// <summary>Where providers send clients back to.</summary>
    public const string ResponsePath = "/oauth2/idpresponse";

    private const byte SessionUse = 4, StateUse = 5;
    private const int ShardLength = 3_800, MostShards = 4;
    private const string NonceCookie = "AWSALBAuthNonce";

    /// <summary>So long a client may take to log in: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html#session-timeout</summary>
    private static readonly TimeSpan LoginLimit = TimeSpan.FromMinutes(15);

    private readonly ulong scope = TargetKey.Of(balancerArn);

    /// <summary>The headers by which targets know users: those of clients are never passed on.</summary>
    public static ImmutableArray<string> HeaderNames { get; } = ["x-amzn-oidc-identity", "x-amzn-oidc-accesstoken", "x-amzn-oidc-data"];

    public OidcAction Action => action;

    /// <param name="request">What was asked.</param>
    /// <param name="isTls">It came over TLS.</param>
    /// <param name="seal">The loop's.</param>
    /// <param name="now">The time.</param>
    public OidcVerdict Judge<TRequest>(scoped in TRequest request, bool isTls, CookieSeal seal, DateTimeOffset now)
        where TRequest : IRequestView, allows ref struct
    {
        if (request.Path.SequenceEqual("/oauth2/idpresponse"u8)) return Returned(request, isTls, seal, now);
        if (Session(request, seal) is { } session && session.Until > now.ToUnixTimeSeconds()) return new OidcVerdict.Pass(Headers(session, now));
        return action.OnUnauthenticated switch
        {
            "deny" => new OidcVerdict.Answer(401),
            "allow" => new OidcVerdict.Pass([]),
            _ => ToProvider(request, isTls, seal, now),
        };
    }

    /// <summary>The answer to a client that came back, after the provider was asked.</summary>
    public OidcVerdict.Answer Finish(OidcVerdict.Ask asked, OidcFinding found, CookieSeal seal, DateTimeOffset now)
    {
        if (found.Session is not { } session) return new OidcVerdict.Answer(found.Status);
        var until = now.AddSeconds(action.SessionSeconds);
        var plain = (session with { Until = until.ToUnixTimeSeconds() }).Write();
        var text = Sealed(plain, SessionUse, seal);
        // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html: cookies up to 16 K in all.
        if (text.Length > ShardLength * MostShards) return new OidcVerdict.Answer(500);
        var shards = text.Chunk(ShardLength).Select((part, i) => Cookie($"{action.CookieName}-{i}", new string(part), until));
        // With host: a path of two slashes would lead elsewhere.
        return new OidcVerdict.Answer(302, asked.RedirectUri[..^ResponsePath.Length] + asked.Url) { Cookies = [.. shards, Cookie(NonceCookie, "", DateTimeOffset.UnixEpoch)] };
    }

    private OidcVerdict Returned<TRequest>(scoped in TRequest request, bool isTls, CookieSeal seal, DateTimeOffset now)
        where TRequest : IRequestView, allows ref struct
    {
        var query = Query(request.Query);
        if (!query.TryGetValue("state", out var sealedState) || Opened(Encoding.UTF8.GetBytes(sealedState), StateUse, seal) is not { } opened) return new OidcVerdict.Answer(401);
        var state = OidcState.Read(opened);
        if (state is null || state.Until < now.ToUnixTimeSeconds() || CookieOf(request, NonceCookie) != state.Nonce) return new OidcVerdict.Answer(401);
        if (query.ContainsKey("error")) return new OidcVerdict.Answer(561);
        return query.TryGetValue("code", out var code) ? new OidcVerdict.Ask(code, RedirectUri(request, isTls), state.Url) : new OidcVerdict.Answer(401);
    }

    private OidcVerdict.Answer ToProvider<TRequest>(scoped in TRequest request, bool isTls, CookieSeal seal, DateTimeOffset now)
        where TRequest : IRequestView, allows ref struct
    {
        var until = now + LoginLimit;
        var nonce = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var url = Encoding.Latin1.GetString(request.Path) + (request.Query.IsEmpty ? "" : "?" + Encoding.Latin1.GetString(request.Query));
        var parameters = new List<KeyValuePair<string, string>>
        {
            new("client_id", action.ClientId),
            new("redirect_uri", RedirectUri(request, isTls)),
            new("response_type", "code"),
            new("scope", action.Scope),
            new("state", Sealed(new OidcState(url, nonce, until.ToUnixTimeSeconds()).Write(), StateUse, seal)),
        };
        parameters.AddRange(action.ExtraParameters);
        var asked = string.Join('&', parameters.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));
        var join = action.AuthorizationEndpoint.Contains('?') ? '&' : '?';
        return new OidcVerdict.Answer(302, $"{action.AuthorizationEndpoint}{join}{asked}") { Cookies = [Cookie(NonceCookie, nonce, until)] };
    }

    private ImmutableArray<(string, string)> Headers(OidcSession session, DateTimeOffset now) =>
        [(HeaderNames[0], session.Subject), (HeaderNames[1], session.AccessToken), (HeaderNames[2], signer.Sign(balancerArn, action.Issuer, action.ClientId, session, now))];

    private OidcSession? Session<TRequest>(scoped in TRequest request, CookieSeal seal)
        where TRequest : IRequestView, allows ref struct
    {
        var text = new StringBuilder();
        for (var i = 0; i < MostShards && CookieOf(request, $"{action.CookieName}-{i.ToString(CultureInfo.InvariantCulture)}") is { } shard; i++) text.Append(shard);
        return text.Length > 0 && Opened(Encoding.UTF8.GetBytes(text.ToString()), SessionUse, seal) is { } plain ? OidcSession.Read(plain) : null;
    }

    private static string? CookieOf<TRequest>(scoped in TRequest request, string name)
        where TRequest : IRequestView, allows ref struct
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        for (var position = 0; request.TryNextHeader("cookie"u8, ref position, out var header);)
        {
            if (Cookies.TryFind(header, bytes, out var value)) return Encoding.Latin1.GetString(value);
        }
        return null;
    }

    private static string RedirectUri<TRequest>(scoped in TRequest request, bool isTls)
        where TRequest : IRequestView, allows ref struct => $"{(isTls ? "https" : "http")}://{Encoding.Latin1.GetString(request.Host)}{ResponsePath}";

    private string Sealed(byte[] plain, byte use, CookieSeal seal)
    {
        var text = new byte[CookieSeal.LengthOf(plain.Length)];
        return Encoding.ASCII.GetString(text, 0, seal.Seal(plain, use, scope, text));
    }

    private byte[]? Opened(byte[] text, byte use, CookieSeal seal)
    {
        var plain = new byte[text.Length];
        var length = seal.Open(text, use, scope, plain);
        return length < 0 ? null : plain[..length];
    }

    private static string Cookie(string name, string value, DateTimeOffset until) => $"{name}={value}; Expires={until.UtcDateTime:R}; Path=/; Secure; HttpOnly; SameSite=None";

    private static Dictionary<string, string> Query(ReadOnlySpan<byte> query)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in Encoding.Latin1.GetString(query).Split('&'))
        {
            var cut = pair.Split('=', 2);
            if (cut.Length == 2) found.TryAdd(Uri.UnescapeDataString(cut[0]), Uri.UnescapeDataString(cut[1].Replace('+', ' ')));
        }
        return found;
    }
}
