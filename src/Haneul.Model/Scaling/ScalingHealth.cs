namespace Haneul.Model;

/// <summary>Finding and replacing instances that are ill. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html</summary>
public static class ScalingHealth
{
    private const string Ended = "an EC2 health check indicating it has been terminated or stopped", Dark = "an EC2 instance status checks failure", Balancer = "an ELB system health check failure";

    /// <summary>Marks what is ill, and begins to end it; the capacity that is missing then is launched anew.</summary>
    public static void Check(Draft draft, ScalingGroup group)
    {
        foreach (var instance in draft.All<ScalingInstance>().Marked(group.Id.Value).Where(i => i.State is Lifecycle.InService or Lifecycle.Standby).ToList())
        {
            var seen = instance;
            if (instance.IsHealthy && !group.Suspends(ScalingProcesses.HealthCheck) && ComplaintOf(draft, group, instance) is { } complaint) seen = draft.Put(instance with { IsHealthy = false, Complaint = complaint });
            if (seen.IsHealthy || seen.State != Lifecycle.InService) continue;
            if (group.Suspends(ScalingProcesses.ReplaceUnhealthy) || group.Suspends(ScalingProcesses.Terminate)) continue;
            ScalingLife.Terminate(draft, group, seen, $"At {ScalingActivities.At(draft.Now)} an instance was taken out of service in response to {seen.Complaint ?? Ended}.");
        }
    }

    /// <summary>What is wrong with it, as AWS's causes say; null where nothing is.</summary>
    private static string? ComplaintOf(Draft draft, ScalingGroup group, ScalingInstance instance)
    {
        // A host that has ended is ill whether or not it has been given time to start.
        var host = draft.Find<Instance>(instance.InstanceId);
        if (ScalingLife.IsOver(host)) return Ended;
        // An instance in standby may be stopped and tended to.
        if (instance.State == Lifecycle.Standby) return null;
        if (host?.State is InstanceState.Stopping or InstanceState.Stopped) return Ended;
        if (instance.InServiceSince?.AddSeconds(group.HealthCheckGraceSeconds) > draft.Now) return null;
        if (ZoneFailure.DarkSince(draft, instance.Zone) is not null) return Dark;
        return group.ChecksBalancers && ScalingTargets.IsFailing(draft, group, instance) ? Balancer : null;
    }
}
