using System.Globalization;

namespace Haneul.Model;

/// <summary>A group's instances as targets of balancers: put in when they serve, taken out before they end. https://docs.aws.amazon.com/autoscaling/ec2/userguide/autoscaling-load-balancer.html</summary>
public static class ScalingTargets
{
    private const int DefaultDelaySeconds = 300;

    public static void Register(Draft draft, ScalingGroup group, ScalingInstance instance)
    {
        if (group.Suspends(ScalingProcesses.AddToLoadBalancer)) return;
        foreach (var id in group.TargetGroupIds) Register(draft, id, instance);
    }

    public static void Register(Draft draft, Id<TargetGroup> id, ScalingInstance instance)
    {
        if (draft.TryFind(id, out var targets)) Targets.Register(draft, targets, instance.Id.Value);
    }

    public static void Deregister(Draft draft, ScalingGroup group, ScalingInstance instance)
    {
        foreach (var id in group.TargetGroupIds) Deregister(draft, id, instance.Id.Value);
    }

    /// <summary>Where no balancer leads to the target group nothing is in flight, and nothing is waited for.</summary>
    public static void Deregister(Draft draft, Id<TargetGroup> id, string instance)
    {
        if (!draft.TryFind(id, out var targets)) return;
        Targets.Deregister(draft, targets, instance);
        if (draft.All<Listener>().CountMarked(id.Value) + draft.All<ListenerRule>().CountMarked(id.Value) > 0) return;
        foreach (var target in Draining(draft, instance).Where(t => t.GroupId == id).ToList()) draft.Remove(target.Id);
    }

    /// <summary>Nothing of it drains any more, or its time is over.</summary>
    public static bool IsDrained(Draft draft, ScalingGroup group, ScalingInstance instance)
    {
        var drained = true;
        foreach (var target in Draining(draft, instance.Id.Value).Where(t => group.TargetGroupIds.Contains(t.GroupId)).ToList())
        {
            if (target.DrainingSince?.AddSeconds(DelayOf(draft, target.GroupId)) <= draft.Now) draft.Remove(target.Id);
            else drained = false;
        }
        return drained;
    }

    /// <summary>A balancer found it unhealthy.</summary>
    public static bool IsFailing(Scope scope, ScalingGroup group, ScalingInstance instance) => scope.All<TargetRegistration>().Marked(instance.Id.Value)
        .Any(t => t.Health.State == "unhealthy" && t.DrainingSince is null && group.TargetGroupIds.Contains(t.GroupId));

    private static IEnumerable<TargetRegistration> Draining(Scope scope, string instance) => scope.All<TargetRegistration>().Marked(instance).Where(t => t.DrainingSince is not null);

    private static int DelayOf(Scope scope, Id<TargetGroup> id) =>
        scope.TryFind(id, out var targets) && int.TryParse(targets.Attributes.GetValueOrDefault("deregistration_delay.timeout_seconds"), CultureInfo.InvariantCulture, out var seconds) ? seconds : DefaultDelaySeconds;
}
