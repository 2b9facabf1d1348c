using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>What an action does.</summary>
public enum ActionType
{
    Forward,
    Redirect,
    FixedResponse,
    AuthenticateOidc,
}

/// <summary>
/// What a listener or rule does with a request; exactly the part that its type names is there. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html
/// </summary>
public sealed record RuleAction(ActionType Type)
{
    /// <summary>Authentication comes before the action that ends the request.</summary>
    public int? Order { get; init; }

    public ForwardAction? Forward { get; init; }

    public RedirectAction? Redirect { get; init; }

    public FixedResponseAction? FixedResponse { get; init; }

    public OidcAction? Oidc { get; init; }

    /// <summary>The target groups that it forwards to.</summary>
    public IEnumerable<Id<TargetGroup>> TargetGroupIds => Forward?.Groups.Select(g => g.GroupId) ?? [];
}

/// <summary>To one of target groups, by weight.</summary>
/// <param name="Groups">One to five.</param>
/// <param name="StickySeconds">For so long a client stays with the group that it first came to; null: it does not.</param>
public sealed record ForwardAction(ImmutableArray<WeightedGroup> Groups, int? StickySeconds = null);

/// <summary>A target group and its share: 0 to 999.</summary>
public sealed record WeightedGroup(Id<TargetGroup> GroupId, int Weight = 1);

/// <summary>Sends the client elsewhere; parts may hold #{protocol}, #{host}, #{port}, #{path} and #{query}.</summary>
public sealed record RedirectAction
{
    public string Protocol { get; init; } = "#{protocol}";

    public string Host { get; init; } = "#{host}";

    public string Port { get; init; } = "#{port}";

    public string Path { get; init; } = "/#{path}";

    /// <summary>Without its question mark.</summary>
    public string Query { get; init; } = "#{query}";

    /// <summary>301 or 302.</summary>
    public required int StatusCode { get; init; }
}

/// <summary>Answers by itself.</summary>
public sealed record FixedResponseAction(int StatusCode, string? ContentType, string? Body);

/// <summary>Lets only those pass whom an OpenID Connect provider knows. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html</summary>
public sealed record OidcAction
{
    public required string Issuer { get; init; }

    public required string AuthorizationEndpoint { get; init; }

    public required string TokenEndpoint { get; init; }

    public required string UserInfoEndpoint { get; init; }

    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    public string CookieName { get; init; } = "AWSELBAuthSessionCookie";

    public string Scope { get; init; } = "openid";

    public long SessionSeconds { get; init; } = 604_800;

    public ImmutableSortedDictionary<string, string> ExtraParameters { get; init; } = TagSet.None;

    /// <summary>deny, allow or authenticate.</summary>
    public string OnUnauthenticated { get; init; } = "authenticate";
}
