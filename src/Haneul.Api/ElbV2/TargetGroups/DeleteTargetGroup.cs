using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Deletes a group that no listener or rule uses; one that is not there is deleted already. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html</summary>
public sealed record DeleteTargetGroup : Command<Nothing>
{
    public required string TargetGroupArn { get; init; }

    public override Nothing Apply(Draft draft)
    {
        if (draft.Find<TargetGroup>(Arns.Id<TargetGroup>(draft, TargetGroupArn, "targetgroup/")) is { } group) Model.TargetGroups.Remove(draft, group);
        return Nothing.Value;
    }
}
