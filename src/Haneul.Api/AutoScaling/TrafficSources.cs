using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Attaching target groups to groups and detaching them.</summary>
internal static class TrafficSources
{
    public static void Attach(Draft draft, string name, IEnumerable<string> arns)
    {
        var group = ScalingLookups.Living(draft, name);
        var added = ScalingLookups.Targets(draft, arns).Where(t => !group.TargetGroupIds.Contains(t)).Distinct().ToList();
        draft.Put(group with { TargetGroupIds = [.. group.TargetGroupIds, .. added] });
        if (group.Suspends(ScalingProcesses.AddToLoadBalancer)) return;
        foreach (var instance in ScalingTurn.Instances(draft, group.Id).Where(i => i.State == Lifecycle.InService))
        {
            foreach (var targets in added) ScalingTargets.Register(draft, targets, instance);
        }
    }

    public static void Detach(Draft draft, string name, IEnumerable<string> arns)
    {
        var group = ScalingLookups.Living(draft, name);
        var removed = arns.Select(ScalingLookups.TargetId).ToHashSet();
        if (removed.FirstOrDefault(t => !group.TargetGroupIds.Contains(t)) is { Value: not null } unknown) throw ScalingFaults.Invalid($"Provided Target Groups may not be valid: {unknown} is not attached");
        draft.Put(group with { TargetGroupIds = [.. group.TargetGroupIds.Where(t => !removed.Contains(t))] });
        foreach (var instance in ScalingTurn.Instances(draft, group.Id))
        {
            foreach (var targets in removed) ScalingTargets.Deregister(draft, targets, instance.Id.Value);
        }
    }

    /// <summary>How far a target group is: InService where an instance is healthy there, Added before.</summary>
    public static string StateOf(Scope scope, ScalingGroup group, Id<TargetGroup> id)
    {
        var mine = scope.All<TargetRegistration>().Marked(id.Value).Where(t => scope.TryFind(new Id<ScalingInstance>(t.TargetId), out var i) && i.GroupId == group.Id).ToList();
        return mine.Any(t => t.Health.IsHealthy) ? "InService" : "Added";
    }
}
