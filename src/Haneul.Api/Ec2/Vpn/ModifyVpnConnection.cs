using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Moves a connection to another gateway, or to another router. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpnConnection.html</summary>
public sealed record ModifyVpnConnection : Command<VpnConnectionResult>
{
    public required Id<VpnConnection> VpnConnectionId { get; init; }

    public string? TransitGatewayId { get; init; }

    public Id<CustomerGateway>? CustomerGatewayId { get; init; }

    public Id<VpnGateway>? VpnGatewayId { get; init; }

    public override VpnConnectionResult Apply(Draft draft)
    {
        var connection = VpnConnectionChanges.Changeable(draft, VpnConnectionId);
        if (TransitGatewayId is { Length: > 0 } transit) throw new Fault("InvalidTransitGatewayID.NotFound", $"The transitGateway ID '{transit}' does not exist");
        if (CustomerGatewayId is null && VpnGatewayId is null) throw Fault.Missing("customerGatewayId, vpnGatewayId or transitGatewayId");
        if (VpnGatewayId is { } to && draft.Get(to).State != "available") throw Fault.State($"The vpnGateway {to} is deleted");
        if (CustomerGatewayId is { } router && draft.Get(router).State != "available") throw Fault.State($"The customerGateway {router} is deleted");
        return VpnConnectionChanges.Put(draft, connection with
        {
            CustomerGatewayId = CustomerGatewayId ?? connection.CustomerGatewayId,
            VpnGatewayId = VpnGatewayId ?? connection.VpnGatewayId,
        });
    }
}
