using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Forgets an image of the account's own; its snapshot stays unless told otherwise. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeregisterImage.html</summary>
public sealed record DeregisterImage : Command<DeregisterImage.Result>
{
    public required Id<Image> ImageId { get; init; }

    public bool DeleteAssociatedSnapshots { get; init; }

    public sealed record Result(bool Return, IReadOnlyList<DeletedSnapshot> DeleteSnapshotResults);

    public override Result Apply(Draft draft)
    {
        var image = Images.Get(draft, ImageId);
        if (image.OwnerId != draft.Account) throw new Fault("AuthFailure", $"Not authorized for image:{ImageId}");
        draft.Remove(ImageId);
        var snapshot = new Id<Snapshot>(image.SnapshotId);
        if (!DeleteAssociatedSnapshots || !draft.TryFind(snapshot, out _)) return new Result(true, []);
        draft.Remove(snapshot);
        return new Result(true, [new DeletedSnapshot(snapshot, "success")]);
    }
}

/// <summary>A snapshot that went with its image.</summary>
public sealed record DeletedSnapshot(Id<Snapshot> SnapshotId, string ReturnCode);
