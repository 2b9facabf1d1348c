using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Takes a snapshot of a volume, as a record. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshot.html</summary>
public sealed record CreateSnapshot : Command<SnapshotView>
{
    public required Id<Volume> VolumeId { get; init; }

    public string Description { get; init; } = "";

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public override SnapshotView Apply(Draft draft)
    {
        var volume = draft.Get(VolumeId);
        var snapshot = draft.Put(new Snapshot
        {
            Id = draft.NewId<Snapshot>(),
            VolumeId = VolumeId,
            SizeGiB = volume.SizeGiB,
            StartTime = draft.Now,
            Description = Description,
            Encrypted = volume.Encrypted,
            KmsKeyId = volume.KmsKeyId,
        });
        draft.TagNew(snapshot.Id, TagSpecifications);
        return SnapshotView.Of(draft, snapshot);
    }
}
