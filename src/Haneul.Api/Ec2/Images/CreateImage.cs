using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes an image of an instance: a record with a snapshot of the root volume. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImage.html</summary>
public sealed record CreateImage : Command<CreateImage.Result>
{
    public required Id<Instance> InstanceId { get; init; }

    public required string Name { get; init; }

    public string Description { get; init; } = "";

    [NoEffect("nothing runs that would have to be stopped")]
    public bool NoReboot { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(Id<Image> ImageId);

    public override Result Apply(Draft draft)
    {
        var instance = draft.Get(InstanceId);
        InstanceStates.RequireAlive(instance);
        if (Name.Length is < 3 or > 128) throw new Fault("InvalidAMIName.Malformed", "AMI names must be between 3 and 128 characters long");
        if (draft.All<Image>().Any(i => i.Name == Name)) throw new Fault("InvalidAMIName.Duplicate", $"AMI name {Name} is already in use by this account");
        var root = instance.BlockDevices.FirstOrDefault(d => d.DeviceName == instance.RootDeviceName) ?? throw Fault.State($"The instance '{InstanceId}' has no root volume");
        var source = Images.Get(draft, new Id<Image>(instance.ImageId));
        var volume = draft.Get(root.VolumeId);
        var snapshot = draft.Put(new Snapshot
        {
            Id = draft.NewId<Snapshot>(),
            VolumeId = volume.Id,
            SizeGiB = volume.SizeGiB,
            StartTime = draft.Now,
            Description = $"Created by CreateImage({InstanceId})",
            Encrypted = volume.Encrypted,
            KmsKeyId = volume.KmsKeyId,
        });
        var image = draft.Put(source with
        {
            Id = draft.NewId<Image>(),
            Name = Name,
            Description = Description,
            OwnerId = draft.Account,
            OwnerAlias = null,
            IsPublic = false,
            CreationDate = draft.Now,
            RootSizeGiB = volume.SizeGiB,
            RootVolumeType = volume.Type,
            SnapshotId = snapshot.Id.Value,
        });
        draft.TagNew(image.Id.Value, "image", TagSpecifications, "image", "snapshot");
        draft.TagNew(snapshot.Id.Value, "snapshot", TagSpecifications, "image", "snapshot");
        return new Result(image.Id);
    }
}
