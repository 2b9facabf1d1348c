using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>By how much, so far above or below the threshold. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_StepAdjustment.html</summary>
public sealed record PolicyStep
{
    public double? MetricIntervalLowerBound { get; init; }

    public double? MetricIntervalUpperBound { get; init; }

    public required int ScalingAdjustment { get; init; }
}
