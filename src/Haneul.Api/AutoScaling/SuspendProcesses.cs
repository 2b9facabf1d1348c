using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Stops a group from doing some things by itself. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_SuspendProcesses.html</summary>
public sealed record SuspendProcesses : Command<Nothing>
{
    public required string AutoScalingGroupName { get; init; }

    public IReadOnlyList<string> ScalingProcesses { get; init; } = [];

    public override Nothing Apply(Draft draft)
    {
        var group = ScalingLookups.Living(draft, AutoScalingGroupName);
        var why = $"User suspended at {ScalingActivities.At(draft.Now)}";
        draft.Put(group with { Suspended = group.Suspended.SetItems(Named(ScalingProcesses).Where(p => !group.Suspends(p)).Select(p => KeyValuePair.Create(p, why))) });
        return Nothing.Value;
    }

    /// <summary>The processes; all, where none is named.</summary>
    internal static IEnumerable<string> Named(IReadOnlyList<string> processes)
    {
        if (processes.FirstOrDefault(p => !Model.ScalingProcesses.All.Contains(p)) is { } unknown) throw ScalingFaults.Invalid($"Invalid scaling process: {unknown}. It is one of: {string.Join(", ", Model.ScalingProcesses.All)}");
        return processes.Count == 0 ? Model.ScalingProcesses.All : processes.Distinct();
    }
}
