using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A snapshot as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html</summary>
public sealed record SnapshotView
{
    public required Id<Snapshot> SnapshotId { get; init; }

    public required Id<Volume> VolumeId { get; init; }

    [Wire("status")]
    public required string State { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public required string Progress { get; init; }

    public required string OwnerId { get; init; }

    public required string Description { get; init; }

    public required int VolumeSize { get; init; }

    public required bool Encrypted { get; init; }

    public string? KmsKeyId { get; init; }

    public string StorageTier { get; } = "standard";

    public required IReadOnlyList<Tag> Tags { get; init; }

    public static SnapshotView Of(Scope scope, Snapshot s) => new()
    {
        SnapshotId = s.Id,
        VolumeId = s.VolumeId,
        State = s.State,
        StartTime = s.StartTime,
        Progress = s.State == "completed" ? "100%" : "",
        OwnerId = scope.Account,
        Description = s.Description,
        VolumeSize = s.SizeGiB,
        Encrypted = s.Encrypted,
        KmsKeyId = s.KmsKeyId,
        Tags = scope.TagsFor(s.Id.Value),
    };
}
