using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>What an interface is attached to. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterfaceAttachment.html</summary>
public sealed record NetworkInterfaceAttachmentView(
    string AttachmentId, Id<Instance>? InstanceId, string InstanceOwnerId, int DeviceIndex, int NetworkCardIndex, string Status, DateTimeOffset AttachTime, bool DeleteOnTermination)
{
    public static NetworkInterfaceAttachmentView Of(InterfaceAttachment a) =>
        new(a.AttachmentId, a.InstanceId, a.InstanceOwnerId, a.DeviceIndex, a.NetworkCardIndex, a.Status, a.AttachTime, a.DeleteOnTermination);
}
