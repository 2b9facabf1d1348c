using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes a placement group that no instance is in. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeletePlacementGroup.html</summary>
public sealed record DeletePlacementGroup : Command<Done>
{
    public required string GroupName { get; init; }

    public override Done Apply(Draft draft)
    {
        var group = draft.All<PlacementGroup>().FirstOrDefault(g => g.Name == GroupName) ?? throw Fault.NotFound<PlacementGroup>(GroupName);
        if (draft.All<Instance>().Any(i => i.PlacementGroup == GroupName && i.State != InstanceState.Terminated))
        {
            throw new Fault("InvalidPlacementGroup.InUse", $"The placement group '{GroupName}' is in use and may not be deleted.");
        }
        draft.Remove(group.Id);
        return Done.Value;
    }
}
