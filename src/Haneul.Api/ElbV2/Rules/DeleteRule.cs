using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Deletes a rule; the default one only goes with its listener. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteRule.html</summary>
public sealed record DeleteRule : Command<Nothing>
{
    public required string RuleArn { get; init; }

    public override Nothing Apply(Draft draft)
    {
        if (TaggedResources.DefaultRuleOf(draft, RuleArn) is not null) throw BalancerFaults.NotPermitted($"Default rule '{RuleArn}' cannot be deleted");
        draft.Remove(draft.Rule(RuleArn).Id);
        return Nothing.Value;
    }
}
