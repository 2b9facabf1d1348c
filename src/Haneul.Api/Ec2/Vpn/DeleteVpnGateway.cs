using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes a VPN gateway that is attached to nothing and has no connections. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpnGateway.html</summary>
public sealed record DeleteVpnGateway : Command<Done>
{
    public required Id<VpnGateway> VpnGatewayId { get; init; }

    public override Done Apply(Draft draft)
    {
        var gateway = draft.Get(VpnGatewayId);
        if (gateway.AttachmentState is "attaching" or "attached" or "detaching") throw Fault.State($"The vpnGateway {gateway.Id} is attached to {gateway.VpcId}");
        if (draft.All<VpnConnection>().FirstOrDefault(c => c.VpnGatewayId == gateway.Id && c.IsLiving) is { } user) throw Fault.State($"The vpnGateway {gateway.Id} is in use by {user.Id}");
        foreach (var table in draft.All<RouteTable>().Where(t => t.PropagatingGateways.Contains(gateway.Id)).ToList())
        {
            draft.Put(table with { PropagatingGateways = table.PropagatingGateways.Remove(gateway.Id) });
        }
        draft.Put(gateway with { State = "deleted", EndTime = gateway.EndTime ?? draft.Now });
        return Done.Value;
    }
}
