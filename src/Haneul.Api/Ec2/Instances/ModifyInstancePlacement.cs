using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Moves a stopped instance to another placement group or tenancy. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstancePlacement.html</summary>
public sealed record ModifyInstancePlacement : Command<Done>
{
    public required Id<Instance> InstanceId { get; init; }

    /// <summary>Empty takes the instance out of its group.</summary>
    public string? GroupName { get; init; }

    public Id<PlacementGroup>? GroupId { get; init; }

    public int? PartitionNumber { get; init; }

    public string? Tenancy { get; init; }

    public override Done Apply(Draft draft)
    {
        var instance = draft.Get(InstanceId);
        InstanceStates.RequireStopped(instance, "placement");
        var name = GroupId is { } id ? draft.Get(id).Name : GroupName;
        if (name is { Length: > 0 } && !draft.All<PlacementGroup>().Any(g => g.Name == name)) throw Fault.NotFound<PlacementGroup>(name);
        draft.Put(instance with
        {
            PlacementGroup = name is null ? instance.PlacementGroup : name.Length == 0 ? null : name,
            PartitionNumber = PartitionNumber ?? instance.PartitionNumber,
            Tenancy = LaunchReading.OneOf("Tenancy", Tenancy, "default", "dedicated") ?? instance.Tenancy,
        });
        return Done.Value;
    }
}
