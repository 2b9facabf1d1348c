using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Replaces the conditions, actions or transforms of a rule; what is not named stays. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyRule.html</summary>
public sealed record ModifyRule : Command<RulesResult>
{
    public required string RuleArn { get; init; }

    public IReadOnlyList<ConditionMember> Conditions { get; init; } = [];

    public IReadOnlyList<ActionMember> Actions { get; init; } = [];

    public IReadOnlyList<TransformMember> Transforms { get; init; } = [];

    public bool ResetTransforms { get; init; }

    public override RulesResult Apply(Draft draft)
    {
        if (TaggedResources.DefaultRuleOf(draft, RuleArn) is not null) throw BalancerFaults.NotPermitted($"Default rule '{RuleArn}' cannot be modified: modify its listener");
        if (ResetTransforms && Transforms.Count > 0) throw BalancerFaults.Validation("Transforms are given or reset, not both");
        var rule = draft.Rule(RuleArn);
        var changed = rule with
        {
            Conditions = Conditions.Count > 0 ? [.. Conditions.Select(c => c.Read())] : rule.Conditions,
            Actions = Actions.Count > 0 ? ActionMember.Read(draft, Actions, rule.Actions) : rule.Actions,
            Transforms = ResetTransforms ? [] : Transforms.Count > 0 ? [.. Transforms.Select(t => t.Read())] : rule.Transforms,
        };
        return new RulesResult([RuleView.Of(draft, ListenerRules.Put(draft, draft.Get(rule.ListenerId), changed))]);
    }
}
