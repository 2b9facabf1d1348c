using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Attaches a volume to an instance of its zone. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachVolume.html</summary>
public sealed record AttachVolume : Command<VolumeAttachmentView>
{
    public required Id<Volume> VolumeId { get; init; }

    public required Id<Instance> InstanceId { get; init; }

    public required string Device { get; init; }

    [NoEffect("an instance has one EBS card")]
    public int? EbsCardIndex { get; init; }

    public override VolumeAttachmentView Apply(Draft draft)
    {
        var volume = draft.Get(VolumeId);
        var instance = draft.Get(InstanceId);
        if (volume.InstanceId is { } user) throw new Fault("VolumeInUse", $"{VolumeId} is already attached to {user}");
        if (instance.State is not (InstanceState.Running or InstanceState.Stopped or InstanceState.Pending)) throw InstanceStates.NotInState(instance, "given a volume");
        if (volume.Zone != instance.Zone) throw new Fault("InvalidVolume.ZoneMismatch", $"The volume '{VolumeId}' is not in the same availability zone as instance '{InstanceId}'");
        if (Device.Length is 0 or > 255) throw Fault.Invalid("device", Device, "It is not a valid device name, such as /dev/sdf");
        if (instance.BlockDevices.Any(d => d.DeviceName == Device)) throw Fault.Invalid("device", Device, $"{Device} is already in use");
        if (InstanceTypes.Find(instance.InstanceType) is { } type && instance.BlockDevices.Length >= type.MaximumEbsAttachments)
        {
            throw new Fault("AttachmentLimitExceeded", $"{instance.InstanceType} takes {type.MaximumEbsAttachments} volumes");
        }
        return VolumeAttachmentView.Of(InstanceId, Volumes.Attach(draft, volume with { State = "in-use" }, instance, Device), "attaching");
    }
}
