using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Attaches a VPN gateway to a VPC; each has one of the other at most. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AttachVpnGateway.html</summary>
public sealed record AttachVpnGateway : Command<AttachVpnGateway.Result>
{
    public required Id<Vpc> VpcId { get; init; }

    public required Id<VpnGateway> VpnGatewayId { get; init; }

    public sealed record Result([property: Wire("attachment")] VpcAttachment VpcAttachment);

    public override Result Apply(Draft draft)
    {
        draft.Get(VpcId);
        var gateway = draft.Get(VpnGatewayId);
        if (gateway.State != "available") throw Fault.State($"The vpnGateway {gateway.Id} is {gateway.State}");
        if (IsAttached(gateway) && gateway.VpcId == VpcId) return new Result(new VpcAttachment(VpcId, gateway.AttachmentState ?? ""));
        if (IsAttached(gateway)) throw Fault.State($"The vpnGateway {gateway.Id} is attached to {gateway.VpcId}");
        if (draft.All<VpnGateway>().FirstOrDefault(g => g.VpcId == VpcId && IsAttached(g)) is { } other)
        {
            throw new Fault("VpnGatewayAttachmentLimitExceeded", $"VPC {VpcId} has a virtual private gateway attached: {other.Id}");
        }
        draft.Put(gateway with { VpcId = VpcId, AttachmentState = "attaching" });
        return new Result(new VpcAttachment(VpcId, "attaching"));
    }

    private static bool IsAttached(VpnGateway gateway) => gateway.AttachmentState is "attaching" or "attached" or "detaching";
}
