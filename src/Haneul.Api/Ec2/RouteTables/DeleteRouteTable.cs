using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes a route table that nothing uses. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRouteTable.html</summary>
public sealed record DeleteRouteTable : Command<Done>
{
    public required Id<RouteTable> RouteTableId { get; init; }

    public override Done Apply(Draft draft)
    {
        var table = draft.Get(RouteTableId);
        var user = table.Associations.FirstOrDefault()?.Id
            ?? draft.All<VpcEndpoint>().FirstOrDefault(e => e.RouteTableIds.Contains(RouteTableId) && e.State is not ("deleting" or "deleted"))?.Id.Value;
        if (user is not null) throw Fault.Dependency($"The routeTable '{RouteTableId}' has dependencies and cannot be deleted: {user}");
        draft.Remove(RouteTableId);
        return Done.Value;
    }
}
