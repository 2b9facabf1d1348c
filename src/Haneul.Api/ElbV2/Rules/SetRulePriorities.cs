using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Gives rules of a listener other priorities. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetRulePriorities.html</summary>
public sealed record SetRulePriorities : Command<RulesResult>
{
    public required IReadOnlyList<PriorityPair> RulePriorities { get; init; }

    /// <summary>A rule and its new priority.</summary>
    public sealed record PriorityPair
    {
        public string? RuleArn { get; init; }

        public int? Priority { get; init; }
    }

    public override RulesResult Apply(Draft draft)
    {
        if (RulePriorities.Count == 0) throw BalancerFaults.Validation("At least one rule must be specified");
        var wanted = RulePriorities.Select(p => (Rule(draft, p), p.Priority ?? throw BalancerFaults.Validation("A priority must be specified"))).ToList();
        ListenerRules.Order(draft, wanted);
        return new RulesResult([.. wanted.Select(w => RuleView.Of(draft, draft.Get(w.Item1.Id)))]);
    }

    private static ListenerRule Rule(Draft draft, PriorityPair pair)
    {
        var arn = pair.RuleArn ?? throw BalancerFaults.Validation("A rule ARN must be specified");
        return TaggedResources.DefaultRuleOf(draft, arn) is null ? draft.Rule(arn) : throw BalancerFaults.NotPermitted($"Default rule '{arn}' has no priority");
    }
}
