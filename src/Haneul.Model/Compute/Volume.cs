namespace Haneul.Model;

/// <summary>A disk. A record for now: its bytes come with real hosts.</summary>
public sealed record Volume : IResource<Volume>, IMarked, ITransient
{
    public static Kind Kind { get; } = new("volume", "vol", "volume", "InvalidVolume.NotFound", "InvalidVolumeID.Malformed", "volume");

    public required Id<Volume> Id { get; init; }

    public required string Zone { get; init; }

    public required int SizeGiB { get; init; }

    public required string Type { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>creating, available, in-use, deleting.</summary>
    public required string State { get; init; }

    public int? Iops { get; init; }

    public int? ThroughputMiBps { get; init; }

    public bool Encrypted { get; init; }

    public string? KmsKeyId { get; init; }

    public string? SnapshotId { get; init; }

    /// <summary>The instance that it is attached to; device and time are with the instance.</summary>
    public Id<Instance>? InstanceId { get; init; }

    public bool MultiAttach { get; init; }

    public bool AutoEnableIo { get; init; }

    /// <summary>The last change of size, type or rates.</summary>
    public VolumeModification? Modification { get; init; }

    /// <summary>Found by its instance.</summary>
    IEnumerable<string> IMarked.Marks => InstanceId is { } id ? [id.Value] : [];

    public Report? Settled(Place place) => State == "creating" || Modification is { EndTime: null } ? new VolumeIsReady(place, Id) : null;
}

/// <summary>What a volume was before it was modified; what it is now is with the volume.</summary>
public sealed record VolumeModification(int SizeGiB, string Type, int? Iops, int? ThroughputMiBps, DateTimeOffset StartTime)
{
    public DateTimeOffset? EndTime { get; init; }
}

/// <summary>The volume's bytes are there, or its change is complete.</summary>
public sealed record VolumeIsReady(Place Place, Id<Volume> Id) : Report
{
    public override void Apply(Draft draft)
    {
        var here = draft.In(Place);
        if (!here.TryFind(Id, out var volume)) return;
        here.Put(volume with
        {
            State = volume.State == "creating" ? "available" : volume.State,
            Modification = volume.Modification is { EndTime: null } change ? change with { EndTime = draft.Now } : volume.Modification,
        });
    }
}
