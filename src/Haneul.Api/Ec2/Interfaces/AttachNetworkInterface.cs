using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Attaches an interface to an instance of its zone. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachNetworkInterface.html</summary>
public sealed record AttachNetworkInterface : Command<AttachNetworkInterface.Result>
{
    public required Id<NetworkInterface> NetworkInterfaceId { get; init; }

    public required Id<Instance> InstanceId { get; init; }

    public required int DeviceIndex { get; init; }

    public int NetworkCardIndex { get; init; }

    public sealed record Result(string AttachmentId, int NetworkCardIndex);

    public override Result Apply(Draft draft)
    {
        var nic = draft.Get(NetworkInterfaceId);
        var instance = draft.Get(InstanceId);
        if (instance.State is not (InstanceState.Running or InstanceState.Stopped or InstanceState.Pending))
        {
            throw new Fault("IncorrectState", $"Instance '{InstanceId}' is not in a state in which an interface can be attached");
        }
        if (instance.Zone != nic.Zone) throw Fault.Invalid("networkInterfaceId", nic.Id.Value, $"You may not attach a network interface of {nic.Zone} to an instance in {instance.Zone}");
        if (NetworkCardIndex != 0) throw Fault.Invalid("networkCardIndex", $"{NetworkCardIndex}", "The instance has one network card: 0");
        if (DeviceIndex is < 0 or > 50 || instance.InterfaceIds.Any(id => draft.Find<NetworkInterface>(id)?.Attachment?.DeviceIndex == DeviceIndex))
        {
            throw Fault.Invalid("deviceIndex", $"{DeviceIndex}", $"Instance '{InstanceId}' already has an interface attached at device index '{DeviceIndex}', or has no such index");
        }
        var attached = Interfaces.Attach(draft, nic, InstanceId, DeviceIndex);
        return new Result(attached.Attachment?.AttachmentId ?? "", NetworkCardIndex);
    }
}
