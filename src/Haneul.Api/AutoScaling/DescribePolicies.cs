using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Lists policies. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribePolicies.html</summary>
public sealed record DescribePolicies : Query<DescribePolicies.Result>
{
    public string? AutoScalingGroupName { get; init; }

    public IReadOnlyList<string> PolicyNames { get; init; } = [];

    public IReadOnlyList<string> PolicyTypes { get; init; } = [];

    public string? NextToken { get; init; }

    public int? MaxRecords { get; init; }

    public sealed record Result(IReadOnlyList<View> ScalingPolicies, string? NextToken);

    /// <summary>https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ScalingPolicy.html</summary>
    public sealed record View(
        string AutoScalingGroupName, string PolicyName, [property: Wire("PolicyARN")] string PolicyArn, string PolicyType, string? AdjustmentType, int? MinAdjustmentMagnitude, int? ScalingAdjustment,
        int? Cooldown, IReadOnlyList<PolicyStep> StepAdjustments, string? MetricAggregationType, int? EstimatedInstanceWarmup, IReadOnlyList<PolicyAlarm> Alarms,
        TrackingConfiguration? TargetTrackingConfiguration, bool Enabled);

    public override Result Answer(Scope scope)
    {
        var rows = AutoScalingGroupName is { } name ? scope.All<ScalingPolicy>().Marked(ScalingLookups.Group(scope, name).Id.Value) : scope.All<ScalingPolicy>();
        var wanted = rows.Where(p => PolicyTypes.Count == 0 || PolicyTypes.Contains(p.Type)).Where(p => PolicyNames.Count == 0 || PolicyNames.Contains(p.Name) || PolicyNames.Contains(p.Arn(scope.Place)));
        var page = ScalingPages.Take(scope, wanted, p => p.Id.Value, MaxRecords, NextToken);
        return new Result([.. page.Rows.Select(p => Of(scope, p))], page.NextToken);
    }

    private static View Of(Scope scope, ScalingPolicy p) => new(
        p.GroupId.Value, p.Name, p.Arn(scope.Place), p.Type, p.AdjustmentType, p.MinAdjustment, p.Adjustment, p.CooldownSeconds,
        [.. p.Steps.Select(s => new PolicyStep { MetricIntervalLowerBound = s.Lower, MetricIntervalUpperBound = s.Upper, ScalingAdjustment = s.Adjustment })],
        p.Aggregation, p.WarmupSeconds, PolicyAlarm.Of(scope, p), TrackingConfiguration.Of(p.Target), p.IsEnabled);
}
