using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Puts targets into a group. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html</summary>
public sealed record RegisterTargets : Command<Nothing>
{
    public required string TargetGroupArn { get; init; }

    public required IReadOnlyList<TargetDescription> Targets { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var group = draft.Group(TargetGroupArn);
        if (Targets.Count == 0) throw BalancerFaults.Validation("At least one target must be specified");
        foreach (var target in Targets) Model.Targets.Admit(draft, group, target.Id, target.Port, target.AvailabilityZone);
        return Nothing.Value;
    }
}
