using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Takes a group's instances out of target groups. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DetachLoadBalancerTargetGroups.html</summary>
public sealed record DetachLoadBalancerTargetGroups : Command<Nothing>
{
    public required string AutoScalingGroupName { get; init; }

    [Wire("TargetGroupARNs")]
    public required IReadOnlyList<string> TargetGroupArns { get; init; }

    public override Nothing Apply(Draft draft)
    {
        TrafficSources.Detach(draft, AutoScalingGroupName, TargetGroupArns);
        return Nothing.Value;
    }
}
