using System.Collections.Immutable;
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
internal sealed class OidcGate(OidcAction action, string balancerArn)
{
    /// <summary>Where providers send clients back to.</summary>
    public const string ResponsePath = "/oauth2/idpresponse";

    private const byte StateUse = 5;

    /// <summary>Of where a client is sent to; a URL that needs more is answered with 414.</summary>
    private const int LongestLocation = 12 * 1024;

    /// <summary>So long before its end an access token is renewed.</summary>
    private const int RenewedBeforeSeconds = 15;

    /// <summary>So long a client may take to log in: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html#session-timeout</summary>
    private static readonly TimeSpan LoginLimit = TimeSpan.FromMinutes(15);

    /// <summary>Sessions of another provider or client are none here, though their cookie may be called the same.</summary>
    private readonly OidcSessionCookies cookies = new(action.CookieName, TargetKey.Of($"{balancerArn}|{action.Issuer}|{action.ClientId}"));

    /// <summary>Names it in states: the same in every snapshot that has the action.</summary>
    public ulong Key { get; } = TargetKey.Of($"{action.Issuer}|{action.TokenEndpoint}|{action.ClientId}|{action.CookieName}");

    public OidcAction Action => action;

    /// <param name="request">What was asked.</param>
    /// <param name="keys">The loop's.</param>
    /// <param name="now">The time.</param>
    /// <param name="isOver">The provider was asked for the session, and does not let it go on.</param>
    public OidcVerdict Judge<TRequest>(scoped in TRequest request, OidcKeys keys, DateTimeOffset now, bool isOver = false)
        where TRequest : IRequestView, allows ref struct
    {
        if (!isOver && cookies.Read(request, keys.Seal, out var shards) is { } session && session.Until > now.ToUnixTimeSeconds())
        {
            var isFresh = session.RefreshToken is null || session.AccessUntil == 0 || session.AccessUntil - RenewedBeforeSeconds > now.ToUnixTimeSeconds();
            return isFresh ? new OidcVerdict.Pass(Headers(session, keys, now)) : new OidcVerdict.Renew(session, shards);
        }
        return action.OnUnauthenticated switch
        {
            "deny" => new OidcVerdict.Answer(401),
            "allow" => new OidcVerdict.Pass([]),
            _ => ToProvider(request, keys, now),
        };
    }

    /// <summary>A client that came back from a provider, to whichever of a listener's gates sent it.</summary>
    public static OidcVerdict Returned<TRequest>(ImmutableArray<OidcGate> gates, string balancerArn, scoped in TRequest request, OidcKeys keys, DateTimeOffset now, out OidcGate? gate)
        where TRequest : IRequestView, allows ref struct
    {
        gate = null;
        var query = QueryText.Parse(request.Query);
        if (!query.TryGetValue("state", out var text)) return Refused("AuthMissingStateParam");
        if (keys.Seal.Open(Encoding.UTF8.GetBytes(text), StateUse, TargetKey.Of(balancerArn)) is not { } opened || OidcState.Read(opened) is not { } state) return Refused("AuthInvalidStateParam");
        gate = gates.FirstOrDefault(g => g.Key == state.Gate);
        return gate is null || state.Until < now.ToUnixTimeSeconds() ? Refused("AuthInvalidStateParam") : gate.Returned(request, state, query, keys);
    }

    /// <summary>The answer to a client that came back, after the provider was asked.</summary>
    public OidcVerdict.Answer Finish(OidcVerdict.Ask asked, OidcFinding found, OidcKeys keys, DateTimeOffset now)
    {
        if (found.Session is not { } session) return new OidcVerdict.Answer(found.Status) { Reason = found.Reason };
        var shards = cookies.Write(session with { Until = now.AddSeconds(action.SessionSeconds).ToUnixTimeSeconds() }, keys.Seal, asked.Shards);
        if (shards.IsEmpty) return TooLarge;
        // With host: a path of two slashes would lead elsewhere.
        return new OidcVerdict.Answer(302, asked.RedirectUri[..^ResponsePath.Length] + asked.Url) { Cookies = [.. shards, LoginNonces.End(asked.Nonce)] };
    }

    /// <summary>What becomes of a request whose session was renewed; null where the provider does not let it go on.</summary>
    public OidcVerdict? Renewed(OidcVerdict.Renew asked, OidcFinding found, OidcKeys keys, DateTimeOffset now)
    {
        if (found.Session is not { } fresh) return null;
        // Its end stays where it was: renewing keeps nobody for ever.
        var session = fresh with { Until = asked.Session.Until };
        var shards = cookies.Write(session, keys.Seal, asked.Shards);
        return shards.IsEmpty ? TooLarge : new OidcVerdict.Pass(Headers(session, keys, now)) { Cookies = shards };
    }

    private static OidcVerdict.Answer TooLarge => new(401) { Reason = "AuthUserinfoResponseSizeExceeded" };

    private OidcVerdict Returned<TRequest>(scoped in TRequest request, OidcState state, Dictionary<string, string> query, OidcKeys keys)
        where TRequest : IRequestView, allows ref struct
    {
        if (LoginNonces.Find(request, state.Nonce) is not { } nonce) return Refused("AuthMissingAWSALBAuthNonce");
        if (nonce != state.Nonce) return Refused("AuthInvalidAWSALBAuthNonce");
        // RFC 6749, section 4.1.2.1. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html: who is denied gets 401, any other error is 561.
        if (query.TryGetValue("error", out var error)) return new OidcVerdict.Answer(error == "access_denied" ? 401 : 561);
        if (!query.TryGetValue("code", out var code)) return Refused("AuthMissingCodeParam");
        cookies.Read(request, keys.Seal, out var shards);
        return new OidcVerdict.Ask(code, RedirectUri(request), state.Url, shards, state.Nonce);
    }

    private OidcVerdict.Answer ToProvider<TRequest>(scoped in TRequest request, OidcKeys keys, DateTimeOffset now)
        where TRequest : IRequestView, allows ref struct
    {
        if (request.Host.IsEmpty) return Refused("AuthMissingHostHeader");
        var until = now + LoginLimit;
        var nonce = LoginNonces.New();
        var url = (Encoding.Latin1.GetString(request.Path) + (request.Query.IsEmpty ? "" : "?" + Encoding.Latin1.GetString(request.Query))).Replace(" ", "%20", StringComparison.Ordinal);
        var state = keys.Seal.SealText(new OidcState(Key, url, nonce, until.ToUnixTimeSeconds()).Write(), StateUse, TargetKey.Of(balancerArn));
        List<KeyValuePair<string, string>> parameters =
        [
            new("client_id", action.ClientId), new("redirect_uri", RedirectUri(request)), new("response_type", "code"), new("scope", action.Scope), new("state", state),
            .. action.ExtraParameters,
        ];
        var asked = string.Join('&', parameters.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));
        var join = action.AuthorizationEndpoint.Contains('?') ? '&' : '?';
        var location = $"{action.AuthorizationEndpoint}{join}{asked}";
        return location.Length > LongestLocation ? new OidcVerdict.Answer(414) : new OidcVerdict.Answer(302, location) { Cookies = LoginNonces.Begin(request, nonce, until) };
    }

    private ImmutableArray<(string, string)> Headers(OidcSession session, OidcKeys keys, DateTimeOffset now) =>
    [
        ("x-amzn-oidc-identity", session.Subject),
        ("x-amzn-oidc-accesstoken", session.AccessToken),
        ("x-amzn-oidc-data", keys.Signer.Sign(balancerArn, action.Issuer, action.ClientId, session, now)),
    ];

    private static OidcVerdict.Answer Refused(string reason) => new(401) { Reason = reason };

    private static string RedirectUri<TRequest>(scoped in TRequest request)
        where TRequest : IRequestView, allows ref struct => $"https://{Encoding.Latin1.GetString(request.Host)}{ResponsePath}";
}
