namespace Haneul.Model;

/// <summary>A point-in-time copy of a volume, as a record.</summary>
public sealed record Snapshot : IResource<Snapshot>, ITransient
{
    public static Kind Kind { get; } = new("snapshot", "snap", "snapshot", "InvalidSnapshot.NotFound", "InvalidSnapshotID.Malformed", "snapshot");

    public required Id<Snapshot> Id { get; init; }

    public required Id<Volume> VolumeId { get; init; }

    public required int SizeGiB { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public string Description { get; init; } = "";

    public bool Encrypted { get; init; }

    public string? KmsKeyId { get; init; }

    /// <summary>pending or completed.</summary>
    public string State { get; init; } = "pending";

    public Report? Settled(Place place) => State == "pending" ? new SnapshotIsDone(place, Id) : null;
}

/// <summary>The snapshot is complete.</summary>
public sealed record SnapshotIsDone(Place Place, Id<Snapshot> Id) : Report
{
    public override void Apply(Draft draft)
    {
        var here = draft.In(Place);
        if (here.TryFind(Id, out var snapshot)) here.Put(snapshot with { State = "completed" });
    }
}
