using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Carries a policy out, as its alarm would. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ExecutePolicy.html</summary>
public sealed record ExecutePolicy : Command<Nothing>
{
    public string? AutoScalingGroupName { get; init; }

    public required string PolicyName { get; init; }

    public bool HonorCooldown { get; init; }

    public double? MetricValue { get; init; }

    public double? BreachThreshold { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var policy = ScalingLookups.Policy(draft, AutoScalingGroupName, PolicyName);
        var group = ScalingLookups.Living(draft, policy.GroupId.Value);
        if (policy.Type == "TargetTrackingScaling") throw ScalingFaults.Invalid("Target tracking policies cannot be executed by hand");
        if (policy.Type == "StepScaling" && (MetricValue is null || BreachThreshold is null)) throw ScalingFaults.Invalid("MetricValue and BreachThreshold are required for step scaling");
        if (HonorCooldown && policy.Type == "SimpleScaling" && ScalingPolicies.IsCooling(draft, group)) throw new Fault("ScalingActivityInProgress", "The group is cooling down");
        ScalingPolicies.Execute(draft, policy, MetricValue, BreachThreshold, $"a user request executed policy {policy.Name}", HonorCooldown);
        return Nothing.Value;
    }
}
