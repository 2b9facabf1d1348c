using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Gives a route another target. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRoute.html</summary>
public sealed record ReplaceRoute : RouteCall
{
    /// <summary>Puts a local route back that was sent elsewhere.</summary>
    public bool LocalTarget { get; init; }

    public override Done Apply(Draft draft)
    {
        RouteTables.Replace(draft, draft.Get(RouteTableId), ReadDestination(), ReadTarget(draft));
        return Done.Value;
    }
}
