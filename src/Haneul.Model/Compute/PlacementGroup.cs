namespace Haneul.Model;

/// <summary>Says how instances are laid out over AWS's racks; a record, for there are no racks here.</summary>
public sealed record PlacementGroup : IResource<PlacementGroup>
{
    public static Kind Kind { get; } = new(
        "placement-group", "pg", "placement-group", "InvalidPlacementGroup.Unknown", "InvalidPlacementGroupId.Malformed", "placement group");

    public required Id<PlacementGroup> Id { get; init; }

    public required string Name { get; init; }

    /// <summary>cluster, spread or partition.</summary>
    public required string Strategy { get; init; }

    public int? PartitionCount { get; init; }

    /// <summary>host or rack; spread groups only.</summary>
    public string? SpreadLevel { get; init; }
}
