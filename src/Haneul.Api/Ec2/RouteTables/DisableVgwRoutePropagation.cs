using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Ends the propagation of a VPN gateway's routes. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableVgwRoutePropagation.html</summary>
public sealed record DisableVgwRoutePropagation : Command<Done>
{
    public required Id<VpnGateway> GatewayId { get; init; }

    public required Id<RouteTable> RouteTableId { get; init; }

    public override Done Apply(Draft draft)
    {
        var table = draft.Get(RouteTableId);
        draft.Get(GatewayId);
        draft.Put(table with { PropagatingGateways = table.PropagatingGateways.Remove(GatewayId) });
        return Done.Value;
    }
}
