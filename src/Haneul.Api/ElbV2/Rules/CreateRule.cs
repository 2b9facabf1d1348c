using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Makes a rule of a listener. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html</summary>
public sealed record CreateRule : Command<RulesResult>
{
    public required string ListenerArn { get; init; }

    public required IReadOnlyList<ConditionMember> Conditions { get; init; }

    public required int Priority { get; init; }

    public required IReadOnlyList<ActionMember> Actions { get; init; }

    public IReadOnlyList<ElbTag> Tags { get; init; } = [];

    public IReadOnlyList<TransformMember> Transforms { get; init; } = [];

    public override RulesResult Apply(Draft draft)
    {
        var listener = draft.Listener(ListenerArn);
        var rule = ListenerRules.Make(draft, listener, new ListenerRule
        {
            Id = ListenerRules.NewId(draft, listener),
            ListenerId = listener.Id,
            Priority = Priority,
            Conditions = [.. Conditions.Select(c => c.Read())],
            Actions = ActionMember.Read(draft, Actions, []),
            Transforms = [.. Transforms.Select(t => t.Read())],
            Tags = ElbTag.New(Tags),
        });
        return new RulesResult([RuleView.Of(draft, rule)]);
    }
}
