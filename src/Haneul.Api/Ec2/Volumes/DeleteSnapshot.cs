using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes a snapshot. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSnapshot.html</summary>
public sealed record DeleteSnapshot : Command<Done>
{
    public required Id<Snapshot> SnapshotId { get; init; }

    public override Done Apply(Draft draft)
    {
        var snapshot = draft.Get(SnapshotId);
        if (draft.All<Image>().FirstOrDefault(i => i.SnapshotId == SnapshotId.Value) is { } image)
        {
            throw new Fault("InvalidSnapshot.InUse", $"The snapshot {SnapshotId} is currently in use by {image.Id}");
        }
        draft.Remove(snapshot.Id);
        return Done.Value;
    }
}
