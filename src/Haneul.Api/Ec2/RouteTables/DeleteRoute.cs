using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Removes a route. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRoute.html</summary>
public sealed record DeleteRoute : RouteDestinationCall
{
    public override Done Apply(Draft draft)
    {
        RouteTables.Remove(draft, draft.Get(RouteTableId), ReadDestination());
        return Done.Value;
    }
}
