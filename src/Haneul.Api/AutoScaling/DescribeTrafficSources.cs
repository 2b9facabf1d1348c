using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Lists where a group's traffic comes from. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeTrafficSources.html</summary>
public sealed record DescribeTrafficSources : Query<DescribeTrafficSources.Result>
{
    public required string AutoScalingGroupName { get; init; }

    public string? TrafficSourceType { get; init; }

    public string? NextToken { get; init; }

    public int? MaxRecords { get; init; }

    public sealed record Result([property: Wire("TrafficSources")] IReadOnlyList<Source> Sources, string? NextToken);

    /// <summary>https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_TrafficSourceState.html</summary>
    public sealed record Source(string TrafficSource, string State, string Identifier, string Type);

    public override Result Answer(Scope scope)
    {
        var group = ScalingLookups.Group(scope, AutoScalingGroupName);
        var page = ScalingPages.Take(scope, TrafficSourceType is null or "elbv2" ? group.TargetGroupIds : [], t => t.Value, MaxRecords, NextToken);
        return new Result([.. page.Rows.Select(t => new Source(ScalingLookups.ArnOf(scope, t), TrafficSources.StateOf(scope, group, t), ScalingLookups.ArnOf(scope, t), "elbv2"))], page.NextToken);
    }
}
