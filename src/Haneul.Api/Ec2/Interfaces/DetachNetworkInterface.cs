using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Takes an interface off its instance; not the primary one. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachNetworkInterface.html</summary>
public sealed record DetachNetworkInterface : Command<Done>
{
    public required string AttachmentId { get; init; }

    [NoEffect("detaching needs no help from the guest here")]
    public bool Force { get; init; }

    public override Done Apply(Draft draft)
    {
        var nic = draft.All<NetworkInterface>().Marked(AttachmentId).FirstOrDefault(n => n.Attachment?.AttachmentId == AttachmentId)
            ?? throw new Fault("InvalidAttachmentID.NotFound", $"The attachment ID '{AttachmentId}' does not exist");
        if (nic.RequesterManaged) throw new Fault("OperationNotPermitted", $"You are not allowed to manage '{AttachmentId}': {nic.Description}");
        if (nic.Attachment?.DeviceIndex == 0) throw new Fault("OperationNotPermitted", $"The primary interface at device index 0 cannot be detached: {nic.Id}");
        Interfaces.Detach(draft, nic);
        return Done.Value;
    }
}
