using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Takes a volume off its instance; the root volume only while that is stopped. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachVolume.html</summary>
public sealed record DetachVolume : Command<VolumeAttachmentView>
{
    public required Id<Volume> VolumeId { get; init; }

    public Id<Instance>? InstanceId { get; init; }

    public string? Device { get; init; }

    [NoEffect("a volume never hangs here")]
    public bool Force { get; init; }

    public override VolumeAttachmentView Apply(Draft draft)
    {
        var volume = draft.Get(VolumeId);
        if (Volumes.DeviceOf(draft, volume) is not { } device || volume.InstanceId is not { } id) throw Fault.State($"Volume '{VolumeId}' is in the '{volume.State}' state.");
        if (InstanceId is { } named && named != id || Device is { } name && name != device.DeviceName)
        {
            throw new Fault("InvalidAttachment.NotFound", $"Volume '{VolumeId}' is attached to '{id}' as {device.DeviceName}, and not as said");
        }
        var instance = draft.Get(id);
        if (device.DeviceName == instance.RootDeviceName && instance.State is not InstanceState.Stopped)
        {
            throw new Fault("OperationNotPermitted", $"Unable to detach root volume '{VolumeId}' from instance '{id}'");
        }
        Volumes.Detach(draft, volume);
        return VolumeAttachmentView.Of(id, device, "detaching");
    }
}
