using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>What a listener or rule does, both ways. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html</summary>
public sealed record ActionMember
{
    public required string Type { get; init; }

    public string? TargetGroupArn { get; init; }

    public OidcMember? AuthenticateOidcConfig { get; init; }

    public int? Order { get; init; }

    public RedirectMember? RedirectConfig { get; init; }

    public FixedResponseMember? FixedResponseConfig { get; init; }

    public ForwardMember? ForwardConfig { get; init; }

    internal static IReadOnlyList<ActionMember> Of(Scope scope, ImmutableArray<RuleAction> actions) => [.. actions.Select(a => Of(scope, a))];

    /// <summary>The actions as rows hold them; <paramref name="before"/> are those that are changed, for secrets that are not said again.</summary>
    internal static ImmutableArray<RuleAction> Read(Scope scope, IReadOnlyList<ActionMember> actions, ImmutableArray<RuleAction> before) => [.. actions.Select(a => a.Read(scope, before))];

    private static ActionMember Of(Scope scope, RuleAction action) => new()
    {
        Type = BalancerWords.Of(action.Type),
        Order = action.Order,
        TargetGroupArn = action.Forward is { Groups: [var only] } ? scope.ArnOf(only.GroupId) : null,
        ForwardConfig = action.Forward is { } forward ? ForwardMember.Of(scope, forward) : null,
        RedirectConfig = action.Redirect is { } redirect ? RedirectMember.Of(redirect) : null,
        FixedResponseConfig = action.FixedResponse is { } answer ? FixedResponseMember.Of(answer) : null,
        AuthenticateOidcConfig = action.Oidc is { } oidc ? OidcMember.Of(oidc) : null,
    };

    private RuleAction Read(Scope scope, ImmutableArray<RuleAction> before)
    {
        var type = BalancerWords.Action(Type);
        CheckOnly(type);
        return new RuleAction(type)
        {
            Order = Order,
            Forward = type == ActionType.Forward ? ReadForward(scope) : null,
            Redirect = RedirectConfig?.Read(),
            FixedResponse = FixedResponseConfig?.Read(),
            Oidc = AuthenticateOidcConfig?.Read(before.Select(a => a.Oidc).OfType<OidcAction>().FirstOrDefault()),
        };
    }

    private ForwardAction ReadForward(Scope scope)
    {
        if (ForwardConfig?.Read(scope) is not { Groups.IsEmpty: false } forward)
        {
            return new ForwardAction([new WeightedGroup(scope.Group(TargetGroupArn ?? throw BalancerFaults.Validation("A target group ARN must be specified")).Id)]);
        }
        if (TargetGroupArn is { } arn && (forward.Groups.Length != 1 || forward.Groups[0].GroupId != scope.Group(arn).Id))
        {
            throw BalancerFaults.Validation("Only one of TargetGroupArn and ForwardConfig can be specified, or both with the same target group");
        }
        return forward;
    }

    private void CheckOnly(ActionType type)
    {
        (ActionType Type, bool IsGiven)[] parts =
        [
            (ActionType.Forward, TargetGroupArn is not null || ForwardConfig is not null), (ActionType.Redirect, RedirectConfig is not null),
            (ActionType.FixedResponse, FixedResponseConfig is not null), (ActionType.AuthenticateOidc, AuthenticateOidcConfig is not null),
        ];
        if (parts.Any(p => p.IsGiven && p.Type != type)) throw BalancerFaults.Validation($"An action of type {Type} takes its own configuration only");
    }
}

/// <summary>To which target groups. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ForwardActionConfig.html</summary>
public sealed record ForwardMember
{
    public IReadOnlyList<TupleMember> TargetGroups { get; init; } = [];

    public StickinessMember? TargetGroupStickinessConfig { get; init; }

    /// <summary>A target group and its share.</summary>
    public sealed record TupleMember
    {
        public string? TargetGroupArn { get; init; }

        public int? Weight { get; init; }
    }

    /// <summary>Whether and how long a client stays with its group.</summary>
    public sealed record StickinessMember
    {
        public bool? Enabled { get; init; }

        public int? DurationSeconds { get; init; }
    }

    internal static ForwardMember Of(Scope scope, ForwardAction forward) => new()
    {
        TargetGroups = [.. forward.Groups.Select(g => new TupleMember { TargetGroupArn = scope.ArnOf(g.GroupId), Weight = g.Weight })],
        TargetGroupStickinessConfig = new StickinessMember { Enabled = forward.StickySeconds is not null, DurationSeconds = forward.StickySeconds },
    };

    internal ForwardAction Read(Scope scope)
    {
        var sticky = TargetGroupStickinessConfig is { Enabled: true } config ? config.DurationSeconds ?? throw BalancerFaults.Validation("The stickiness of target groups needs a duration") : (int?)null;
        return new ForwardAction([.. TargetGroups.Select(g => new WeightedGroup(scope.Group(g.TargetGroupArn ?? throw BalancerFaults.Validation("A target group ARN must be specified")).Id, g.Weight ?? 1))], sticky);
    }
}
