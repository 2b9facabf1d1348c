using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>A rule as it is answered; a listener's default actions are its last one. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Rule.html</summary>
public sealed record RuleView
{
    public required string RuleArn { get; init; }

    public required string Priority { get; init; }

    public required IReadOnlyList<ConditionMember> Conditions { get; init; }

    public required IReadOnlyList<ActionMember> Actions { get; init; }

    public required bool IsDefault { get; init; }

    public required IReadOnlyList<TransformMember> Transforms { get; init; }

    internal static RuleView Of(Scope scope, ListenerRule rule) => new()
    {
        RuleArn = scope.ArnOf(rule.Id),
        Priority = $"{rule.Priority}",
        Conditions = [.. rule.Conditions.Select(ConditionMember.Of)],
        Actions = ActionMember.Of(scope, rule.Actions),
        IsDefault = false,
        Transforms = [.. rule.Transforms.Select(TransformMember.Of)],
    };

    internal static RuleView Default(Scope scope, Listener listener) => new()
    {
        RuleArn = scope.Arn(LoadBalancer.Service, ListenerRules.DefaultId(listener)),
        Priority = "default",
        Conditions = [],
        Actions = ActionMember.Of(scope, listener.DefaultActions),
        IsDefault = true,
        Transforms = [],
    };
}

/// <summary>The answer of actions on rules.</summary>
public sealed record RulesResult(IReadOnlyList<RuleView> Rules);
