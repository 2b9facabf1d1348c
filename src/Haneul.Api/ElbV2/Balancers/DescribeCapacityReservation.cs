using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Tells what capacity a balancer keeps for itself: none, for Haneul reserves none. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeCapacityReservation.html</summary>
public sealed record DescribeCapacityReservation : Query<DescribeCapacityReservation.Result>
{
    public required string LoadBalancerArn { get; init; }

    public sealed record Result(int DecreaseRequestsRemaining, IReadOnlyList<ZoneView> CapacityReservationState);

    /// <summary>The capacity in a zone.</summary>
    public sealed record ZoneView(string AvailabilityZone, double EffectiveCapacityUnits);

    public override Result Answer(Scope scope)
    {
        scope.Balancer(LoadBalancerArn);
        return new Result(DecreaseRequestsRemaining: 2, []);
    }
}
