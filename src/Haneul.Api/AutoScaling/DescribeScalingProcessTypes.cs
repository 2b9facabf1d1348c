using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Lists what can be suspended. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeScalingProcessTypes.html</summary>
public sealed record DescribeScalingProcessTypes : Query<DescribeScalingProcessTypes.Result>
{
    public sealed record Result(IReadOnlyList<Process> Processes);

    /// <summary>https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ProcessType.html</summary>
    public sealed record Process(string ProcessName);

    public override Result Answer(Scope scope) => new([.. ScalingProcesses.All.Select(p => new Process(p))]);
}
