using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Gives a subnet or gateway another table, or a VPC another main table. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRouteTableAssociation.html</summary>
public sealed record ReplaceRouteTableAssociation : Command<ReplaceRouteTableAssociation.Result>
{
    public required string AssociationId { get; init; }

    public required Id<RouteTable> RouteTableId { get; init; }

    public sealed record Result(string NewAssociationId, RouteTableAssociationStateView AssociationState);

    public override Result Apply(Draft draft) =>
        new(RouteTables.Reassociate(draft, AssociationId, draft.Get(RouteTableId)).Id, RouteTableAssociationStateView.Associated);
}
