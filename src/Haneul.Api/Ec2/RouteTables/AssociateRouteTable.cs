using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Associates a table with a subnet or a gateway. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html</summary>
public sealed record AssociateRouteTable : Command<AssociateRouteTable.Result>
{
    public required Id<RouteTable> RouteTableId { get; init; }

    public Id<Subnet>? SubnetId { get; init; }

    public string? GatewayId { get; init; }

    public sealed record Result(string AssociationId, RouteTableAssociationStateView AssociationState);

    public override Result Apply(Draft draft)
    {
        var table = draft.Get(RouteTableId);
        if (SubnetId is null && GatewayId is null) throw Fault.Missing("subnetId or gatewayId");
        if (SubnetId is not null && GatewayId is not null) throw Fault.Combination("Give subnetId or gatewayId, not both");
        return new Result(RouteTables.Associate(draft, table, SubnetId, GatewayId).Id, RouteTableAssociationStateView.Associated);
    }
}
