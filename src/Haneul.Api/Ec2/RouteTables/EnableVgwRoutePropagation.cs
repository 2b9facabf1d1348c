using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lets a VPN gateway put its routes into a table. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableVgwRoutePropagation.html</summary>
public sealed record EnableVgwRoutePropagation : Command<Done>
{
    public required Id<VpnGateway> GatewayId { get; init; }

    public required Id<RouteTable> RouteTableId { get; init; }

    public override Done Apply(Draft draft)
    {
        var table = draft.Get(RouteTableId);
        var gateway = draft.Get(GatewayId);
        if (gateway.AttachmentState != "attached" || gateway.VpcId is null) throw new Fault("Gateway.NotAttached", $"resource {GatewayId} is not attached to network {table.VpcId}");
        if (gateway.VpcId != table.VpcId) throw new Fault("InvalidParameterValue", $"route table {RouteTableId} and gateway {GatewayId} belong to different networks");
        if (table.Associations.Any(a => a.GatewayId is not null)) throw Fault.Invalid("routeTableId", RouteTableId.Value, "The route table of a gateway takes no propagated routes");
        if (!table.PropagatingGateways.Contains(GatewayId)) draft.Put(table with { PropagatingGateways = table.PropagatingGateways.Add(GatewayId) });
        return Done.Value;
    }
}
