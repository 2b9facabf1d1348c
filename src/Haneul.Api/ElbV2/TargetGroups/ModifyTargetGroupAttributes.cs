using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Changes attributes of a target group. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroupAttributes.html</summary>
public sealed record ModifyTargetGroupAttributes : Command<ModifyTargetGroupAttributes.Result>
{
    public required string TargetGroupArn { get; init; }

    public required IReadOnlyList<AttributeMember> Attributes { get; init; }

    public sealed record Result(IReadOnlyList<AttributeMember> Attributes);

    public override Result Apply(Draft draft)
    {
        var group = draft.Group(TargetGroupArn);
        var list = TargetGroupSettings.Of(group).List;
        var which = group.Protocol is { } protocol ? $"of protocol {BalancerWords.Of(protocol)}" : $"of type {BalancerWords.Of(group.Type)}";
        var changed = group with { Attributes = list.With(group.Attributes, AttributeMember.Pairs(Attributes), "Target group", which) };
        Model.TargetGroups.CheckAttributes(changed);
        draft.Put(changed);
        return new Result(AttributeMember.Of(list, changed.Attributes));
    }
}
