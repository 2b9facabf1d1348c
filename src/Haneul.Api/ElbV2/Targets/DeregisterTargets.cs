using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Takes targets out of a group; those that are not in it are out already. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeregisterTargets.html</summary>
public sealed record DeregisterTargets : Command<Nothing>
{
    public required string TargetGroupArn { get; init; }

    public required IReadOnlyList<TargetDescription> Targets { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var group = draft.Group(TargetGroupArn);
        if (Targets.Count == 0) throw BalancerFaults.Validation("At least one target must be specified");
        foreach (var target in Targets) Model.Targets.Deregister(draft, group, target.Id, target.Port ?? group.Port ?? 0);
        return Nothing.Value;
    }
}
