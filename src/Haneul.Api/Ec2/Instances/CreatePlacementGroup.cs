using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes a placement group, as a record. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreatePlacementGroup.html</summary>
public sealed record CreatePlacementGroup : Command<CreatePlacementGroup.Result>
{
    public string? GroupName { get; init; }

    public string Strategy { get; init; } = "cluster";

    public int? PartitionCount { get; init; }

    public string? SpreadLevel { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(PlacementGroupView PlacementGroup);

    public override Result Apply(Draft draft)
    {
        var name = GroupName is { Length: > 0 and <= 255 } given ? given : throw Fault.Missing("GroupName");
        if (draft.All<PlacementGroup>().Any(g => g.Name == name)) throw new Fault("InvalidPlacementGroup.Duplicate", $"The Placement Group '{name}' already exists.");
        LaunchReading.OneOf("Strategy", Strategy, "cluster", "spread", "partition");
        LaunchReading.OneOf("SpreadLevel", SpreadLevel, "host", "rack");
        if (PartitionCount is < 1 or > 7) throw Fault.Invalid("PartitionCount", $"{PartitionCount}", "It must be 1 to 7");
        if (PartitionCount is not null && Strategy != "partition") throw Fault.Combination("Only partition groups have partitions");
        if (SpreadLevel is not null && Strategy != "spread") throw Fault.Combination("Only spread groups have a spread level");
        var group = draft.Put(new PlacementGroup
        {
            Id = draft.NewId<PlacementGroup>(),
            Name = name,
            Strategy = Strategy,
            PartitionCount = PartitionCount ?? (Strategy == "partition" ? 2 : null),
            SpreadLevel = SpreadLevel ?? (Strategy == "spread" ? "rack" : null),
        });
        draft.TagNew(group.Id, TagSpecifications);
        return new Result(PlacementGroupView.Of(draft, group));
    }
}
