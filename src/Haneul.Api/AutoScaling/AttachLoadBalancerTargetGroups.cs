using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Registers a group's instances in target groups from now on. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AttachLoadBalancerTargetGroups.html</summary>
public sealed record AttachLoadBalancerTargetGroups : Command<Nothing>
{
    public required string AutoScalingGroupName { get; init; }

    [Wire("TargetGroupARNs")]
    public required IReadOnlyList<string> TargetGroupArns { get; init; }

    public override Nothing Apply(Draft draft)
    {
        TrafficSources.Attach(draft, AutoScalingGroupName, TargetGroupArns);
        return Nothing.Value;
    }
}
