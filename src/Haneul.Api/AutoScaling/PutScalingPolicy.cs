using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Makes or replaces a policy; target tracking makes its alarms itself. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScalingPolicy.html</summary>
public sealed record PutScalingPolicy : Command<PutScalingPolicy.Result>
{
    private const int MostPerGroup = 50, MostSteps = 20;

    public required string AutoScalingGroupName { get; init; }

    public required string PolicyName { get; init; }

    public string? PolicyType { get; init; }

    public string? AdjustmentType { get; init; }

    /// <summary>The name of MinAdjustmentMagnitude of old.</summary>
    public int? MinAdjustmentStep { get; init; }

    public int? MinAdjustmentMagnitude { get; init; }

    public int? ScalingAdjustment { get; init; }

    public int? Cooldown { get; init; }

    [NoEffect("kept and told; the alarm's own statistic is what counts")]
    public string? MetricAggregationType { get; init; }

    public IReadOnlyList<PolicyStep> StepAdjustments { get; init; } = [];

    public int? EstimatedInstanceWarmup { get; init; }

    public TrackingConfiguration? TargetTrackingConfiguration { get; init; }

    public bool? Enabled { get; init; }

    public sealed record Result([property: Wire("PolicyARN")] string PolicyArn, IReadOnlyList<PolicyAlarm> Alarms);

    public override Result Apply(Draft draft)
    {
        var group = ScalingLookups.Living(draft, AutoScalingGroupName);
        var id = ScalingPolicy.IdOf(group.Id, ScalingLookups.Name("policy's name", PolicyName));
        var before = draft.Find<ScalingPolicy>(id);
        if (before is null && draft.All<ScalingPolicy>().CountMarked(group.Id.Value) >= MostPerGroup) throw new Fault("LimitExceeded", $"A group has {MostPerGroup} policies at most");
        var type = PolicyType ?? "SimpleScaling";
        if (type == "PredictiveScaling") throw ScalingFaults.NotEmulated("Predictive scaling is");
        CheckMembers(type);
        var policy = draft.Put(new ScalingPolicy
        {
            Id = id,
            GroupId = group.Id,
            Name = PolicyName,
            Uuid = before?.Uuid ?? ScalingActivities.Uuid(draft),
            Type = type,
            AdjustmentType = AdjustmentType,
            MinAdjustment = MinAdjustmentMagnitude ?? MinAdjustmentStep,
            Adjustment = type == "SimpleScaling" ? ScalingAdjustment : null,
            CooldownSeconds = type == "SimpleScaling" ? Cooldown : null,
            Aggregation = type == "StepScaling" ? MetricAggregationType ?? "Average" : MetricAggregationType,
            Steps = [.. StepAdjustments.Select(s => new StepAdjustment(s.MetricIntervalLowerBound, s.MetricIntervalUpperBound, s.ScalingAdjustment))],
            WarmupSeconds = type == "SimpleScaling" ? null : EstimatedInstanceWarmup,
            Target = TargetTrackingConfiguration?.Read(draft),
            IsEnabled = Enabled ?? true,
        });
        if (before?.Target != policy.Target || before?.Type != type) ScalingAlarms.Make(draft, policy);
        return new Result(policy.Arn(draft.Place), PolicyAlarm.Of(draft, policy));
    }

    /// <summary>What is not for a type may be given as 0, as Terraform does.</summary>
    private void CheckMembers(string type)
    {
        if (Cooldown is < 0 || EstimatedInstanceWarmup is < 0) throw ScalingFaults.Invalid("Cooldown and EstimatedInstanceWarmup are not less than 0");
        if ((MinAdjustmentMagnitude ?? MinAdjustmentStep) is not null && AdjustmentType != "PercentChangeInCapacity") throw ScalingFaults.Invalid("MinAdjustmentMagnitude is for PercentChangeInCapacity only");
        if (type != "TargetTrackingScaling" && !DescribeAdjustmentTypes.All.Contains(AdjustmentType)) throw ScalingFaults.Invalid($"Invalid AdjustmentType: {AdjustmentType}. It is one of: {string.Join(", ", DescribeAdjustmentTypes.All)}");
        switch (type)
        {
            case "SimpleScaling":
                if (ScalingAdjustment is null) throw ScalingFaults.Invalid("ScalingAdjustment must be specified for policy type SimpleScaling");
                if (StepAdjustments.Count > 0 || TargetTrackingConfiguration is not null || EstimatedInstanceWarmup is not (null or 0)) throw ScalingFaults.Invalid("StepAdjustments, TargetTrackingConfiguration and EstimatedInstanceWarmup are not for policy type SimpleScaling");
                break;
            case "StepScaling":
                if (ScalingAdjustment is not (null or 0) || Cooldown is not (null or 0) || TargetTrackingConfiguration is not null) throw ScalingFaults.Invalid("ScalingAdjustment, Cooldown and TargetTrackingConfiguration are not for policy type StepScaling");
                CheckSteps();
                break;
            case "TargetTrackingScaling":
                if (TargetTrackingConfiguration is null) throw ScalingFaults.Invalid("TargetTrackingConfiguration must be specified for policy type TargetTrackingScaling");
                if (AdjustmentType is not null || ScalingAdjustment is not (null or 0) || Cooldown is not (null or 0) || StepAdjustments.Count > 0) throw ScalingFaults.Invalid("AdjustmentType, ScalingAdjustment, Cooldown and StepAdjustments are not for policy type TargetTrackingScaling");
                break;
            default:
                throw ScalingFaults.Invalid($"Invalid PolicyType: {type}");
        }
    }

    private void CheckSteps()
    {
        if (StepAdjustments.Count is 0 or > MostSteps) throw ScalingFaults.Invalid($"StepAdjustments must be specified for policy type StepScaling: 1 to {MostSteps}");
        var ordered = StepAdjustments.OrderBy(s => s.MetricIntervalLowerBound ?? double.MinValue).ToList();
        if (ordered.Any(s => s.MetricIntervalLowerBound is null && s.MetricIntervalUpperBound is null) && ordered.Count > 1) throw ScalingFaults.Invalid("A step without bounds must be the only one");
        for (var i = 1; i < ordered.Count; i++)
        {
            if ((ordered[i - 1].MetricIntervalUpperBound ?? double.MaxValue) > (ordered[i].MetricIntervalLowerBound ?? double.MinValue)) throw ScalingFaults.Invalid("StepAdjustment intervals can't overlap");
            if (ordered[i - 1].MetricIntervalUpperBound != ordered[i].MetricIntervalLowerBound) throw ScalingFaults.Invalid("StepAdjustment intervals can't have gaps between them");
        }
    }
}
