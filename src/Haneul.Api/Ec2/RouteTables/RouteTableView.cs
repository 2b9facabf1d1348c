using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A route table as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RouteTable.html</summary>
public sealed record RouteTableView
{
    public required Id<RouteTable> RouteTableId { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    public required string OwnerId { get; init; }

    public required IReadOnlyList<RouteView> Routes { get; init; }

    public required IReadOnlyList<RouteTableAssociationView> Associations { get; init; }

    public required IReadOnlyList<PropagatingVgwView> PropagatingVgws { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public static RouteTableView Of(Scope scope, RouteTable table) => new()
    {
        RouteTableId = table.Id,
        VpcId = table.VpcId,
        OwnerId = scope.Account,
        Routes = [.. RouteView.AllOf(scope, table)],
        Associations = [.. table.Associations.Select(a => new RouteTableAssociationView(a.Id, table.Id, a.IsMain, a.SubnetId, a.GatewayId))],
        PropagatingVgws = [.. table.PropagatingGateways.Select(g => new PropagatingVgwView(g))],
        Tags = scope.TagsFor(table.Id.Value),
    };
}

/// <summary>What a table is for.</summary>
public sealed record RouteTableAssociationView(string RouteTableAssociationId, Id<RouteTable> RouteTableId, bool Main, Id<Subnet>? SubnetId, string? GatewayId)
{
    public RouteTableAssociationStateView AssociationState { get; } = RouteTableAssociationStateView.Associated;
}

/// <summary>associating, associated, disassociating …</summary>
public sealed record RouteTableAssociationStateView(string State)
{
    public static RouteTableAssociationStateView Associated { get; } = new("associated");
}

/// <summary>A VPN gateway whose routes are propagated.</summary>
public sealed record PropagatingVgwView(Id<VpnGateway> GatewayId);
