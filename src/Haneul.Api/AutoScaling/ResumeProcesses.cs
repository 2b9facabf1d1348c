using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Lets a group do again what was suspended. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ResumeProcesses.html</summary>
public sealed record ResumeProcesses : Command<Nothing>
{
    public required string AutoScalingGroupName { get; init; }

    public IReadOnlyList<string> ScalingProcesses { get; init; } = [];

    public override Nothing Apply(Draft draft)
    {
        var group = ScalingLookups.Living(draft, AutoScalingGroupName);
        draft.Put(group with { Suspended = group.Suspended.RemoveRange(SuspendProcesses.Named(ScalingProcesses)) });
        return Nothing.Value;
    }
}
