using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Deletes a policy, and the alarms that it made. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeletePolicy.html</summary>
public sealed record DeletePolicy : Command<Nothing>
{
    public string? AutoScalingGroupName { get; init; }

    public required string PolicyName { get; init; }

    public override Nothing Apply(Draft draft)
    {
        ScalingPolicies.Remove(draft, ScalingLookups.Policy(draft, AutoScalingGroupName, PolicyName));
        return Nothing.Value;
    }
}
