using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Who says who a client is. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AuthenticateOidcActionConfig.html</summary>
public sealed record OidcMember
{
    public required string Issuer { get; init; }

    public required string AuthorizationEndpoint { get; init; }

    public required string TokenEndpoint { get; init; }

    public required string UserInfoEndpoint { get; init; }

    public required string ClientId { get; init; }

    /// <summary>Never answered.</summary>
    public string? ClientSecret { get; init; }

    public string? SessionCookieName { get; init; }

    public string? Scope { get; init; }

    public long? SessionTimeout { get; init; }

    public IReadOnlyDictionary<string, string>? AuthenticationRequestExtraParams { get; init; }

    public string? OnUnauthenticatedRequest { get; init; }

    public bool? UseExistingClientSecret { get; init; }

    internal static OidcMember Of(OidcAction oidc) => new()
    {
        Issuer = oidc.Issuer,
        AuthorizationEndpoint = oidc.AuthorizationEndpoint,
        TokenEndpoint = oidc.TokenEndpoint,
        UserInfoEndpoint = oidc.UserInfoEndpoint,
        ClientId = oidc.ClientId,
        SessionCookieName = oidc.CookieName,
        Scope = oidc.Scope,
        SessionTimeout = oidc.SessionSeconds,
        AuthenticationRequestExtraParams = oidc.ExtraParameters.IsEmpty ? null : new Dictionary<string, string>(oidc.ExtraParameters, StringComparer.Ordinal),
        OnUnauthenticatedRequest = oidc.OnUnauthenticated,
    };

    internal OidcAction Read(OidcAction? before)
    {
        var secret = ClientSecret ?? (UseExistingClientSecret == true ? before?.ClientSecret : null) ?? throw BalancerFaults.Validation("A client secret must be specified");
        var read = new OidcAction { Issuer = Issuer, AuthorizationEndpoint = AuthorizationEndpoint, TokenEndpoint = TokenEndpoint, UserInfoEndpoint = UserInfoEndpoint, ClientId = ClientId, ClientSecret = secret };
        return read with
        {
            CookieName = SessionCookieName ?? read.CookieName,
            Scope = Scope ?? read.Scope,
            SessionSeconds = SessionTimeout ?? read.SessionSeconds,
            ExtraParameters = AuthenticationRequestExtraParams is { } more ? TagSet.None.SetItems(more) : read.ExtraParameters,
            OnUnauthenticated = OnUnauthenticatedRequest ?? read.OnUnauthenticated,
        };
    }
}
