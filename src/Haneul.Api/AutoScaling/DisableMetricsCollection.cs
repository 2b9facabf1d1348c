using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Stops collecting a group's own metrics. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DisableMetricsCollection.html</summary>
public sealed record DisableMetricsCollection : Command<Nothing>
{
    public required string AutoScalingGroupName { get; init; }

    public IReadOnlyList<string> Metrics { get; init; } = [];

    public override Nothing Apply(Draft draft)
    {
        var group = ScalingLookups.Living(draft, AutoScalingGroupName);
        draft.Put(group with { Metrics = group.Metrics.RemoveRange(EnableMetricsCollection.Named(Metrics)) });
        return Nothing.Value;
    }
}
