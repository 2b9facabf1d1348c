using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes an interface that is attached to nothing. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkInterface.html</summary>
public sealed record DeleteNetworkInterface : Command<Done>
{
    public required Id<NetworkInterface> NetworkInterfaceId { get; init; }

    public override Done Apply(Draft draft)
    {
        var nic = draft.Get(NetworkInterfaceId);
        if (nic.RequesterManaged) throw new Fault("OperationNotPermitted", $"You are not allowed to manage '{NetworkInterfaceId}': {nic.Description}");
        if (nic.Attachment is not null) throw new Fault("InvalidParameterValue", $"Network interface '{NetworkInterfaceId}' is currently in use.");
        Interfaces.Delete(draft, NetworkInterfaceId);
        return Done.Value;
    }
}
