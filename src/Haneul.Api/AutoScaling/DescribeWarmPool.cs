using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Tells that a group has no warm pool. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeWarmPool.html</summary>
public sealed record DescribeWarmPool : Query<DescribeWarmPool.Result>
{
    public required string AutoScalingGroupName { get; init; }

    [NoEffect("there is none to page through")]
    public int? MaxRecords { get; init; }

    [NoEffect("there is none to page through")]
    public string? NextToken { get; init; }

    public sealed record Result(IReadOnlyList<ScalingInstanceView> Instances);

    public override Result Answer(Scope scope)
    {
        ScalingLookups.Group(scope, AutoScalingGroupName);
        return new Result([]);
    }
}
