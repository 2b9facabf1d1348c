using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Lists a group's target groups. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeLoadBalancerTargetGroups.html</summary>
public sealed record DescribeLoadBalancerTargetGroups : Query<DescribeLoadBalancerTargetGroups.Result>
{
    public required string AutoScalingGroupName { get; init; }

    public string? NextToken { get; init; }

    public int? MaxRecords { get; init; }

    public sealed record Result(IReadOnlyList<State> LoadBalancerTargetGroups, string? NextToken);

    /// <summary>https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LoadBalancerTargetGroupState.html</summary>
    public sealed record State([property: Wire("LoadBalancerTargetGroupARN")] string LoadBalancerTargetGroupArn, [property: Wire("State")] string Word);

    public override Result Answer(Scope scope)
    {
        var group = ScalingLookups.Group(scope, AutoScalingGroupName);
        var page = ScalingPages.Take(scope, group.TargetGroupIds, t => t.Value, MaxRecords, NextToken);
        return new Result([.. page.Rows.Select(t => new State(ScalingLookups.ArnOf(scope, t), TrafficSources.StateOf(scope, group, t)))], page.NextToken);
    }
}
