using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes a snapshot. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSnapshot.html</summary>
public sealed record DeleteSnapshot : Command<Done>
{
    public required Id<Snapshot> SnapshotId { get; init; }

    public override Done Apply(Draft draft)
    {
        draft.Remove(draft.Get(SnapshotId).Id);
        return Done.Value;
    }
}
