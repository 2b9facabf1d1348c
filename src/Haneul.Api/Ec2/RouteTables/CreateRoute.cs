using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Adds a route to a table. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html</summary>
public sealed record CreateRoute : RouteCall
{
    public override Done Apply(Draft draft)
    {
        var table = draft.Get(RouteTableId);
        var (destination, target) = (ReadDestination(), ReadTarget(draft));
        if (target.Kind == RouteTargetKind.Local) throw Fault.Invalid("gatewayId", "local", "A local route cannot be created: it comes with the VPC's block");
        RouteTables.Add(draft, table, destination, target);
        return Done.Value;
    }
}
