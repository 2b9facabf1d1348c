using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Detaches a VPN gateway; routes to it become black holes. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachVpnGateway.html</summary>
public sealed record DetachVpnGateway : Command<Done>
{
    public required Id<Vpc> VpcId { get; init; }

    public required Id<VpnGateway> VpnGatewayId { get; init; }

    public override Done Apply(Draft draft)
    {
        var gateway = draft.Get(VpnGatewayId);
        if (gateway.VpcId != VpcId || gateway.AttachmentState is not ("attaching" or "attached"))
        {
            throw new Fault("InvalidVpnGatewayAttachment.NotFound", $"The attachment of {VpnGatewayId} to {VpcId} does not exist");
        }
        draft.Put(gateway with { AttachmentState = "detaching" });
        return Done.Value;
    }
}
