using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Instances that a call takes out of service, and the group without them.</summary>
internal sealed record Removal(ScalingGroup Group, IReadOnlyList<ScalingInstance> Instances, string Cause)
{
    public static Removal Of(Draft draft, ScalingGroup group, IReadOnlyList<string> ids, bool shrinks, string why, string word, Func<ScalingInstance, bool> may)
    {
        if (ids.Count == 0) throw ScalingFaults.Invalid("At least one instance is needed");
        var instances = ids.Distinct().Select(id => ScalingLookups.Instance(draft, group, id)).ToList();
        if (instances.FirstOrDefault(i => !may(i)) is { } wrong) throw ScalingFaults.Invalid($"The instance {wrong.Id} is not in InService; it is {LifecycleWords.Of(wrong.State)}.");
        var cause = $"At {ScalingActivities.At(draft.Now)} instances were {word} in response to a user request.";
        var counted = instances.Count(i => i.IsActive);
        if (!shrinks || counted == 0) return new Removal(group, instances, cause);
        if (group.Desired - counted < group.Min) throw ScalingFaults.Invalid($"AutoScalingGroup {group.Id} has min-size={group.Min}, max-size={group.Max}, and desired-size={group.Desired}. To have {counted} instances {word}, please update the AutoScalingGroup sizes appropriately.");
        var shrunk = ScalingGroups.Resize(draft, group, group.Desired - counted, why);
        return new Removal(shrunk, instances, $"At {ScalingActivities.At(draft.Now)} instances were {word} in response to a user request, shrinking the capacity from {group.Desired} to {shrunk.Desired}.");
    }
}
