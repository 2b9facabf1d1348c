namespace Haneul.Model;

/// <summary>
/// The way of an instance through its group: pending, perhaps held by hooks, in service; leaving: drained, perhaps held, ended.
/// https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html
/// </summary>
public static class ScalingLife
{
    /// <summary>A launched instance comes into the group.</summary>
    public static ScalingInstance Enter(Draft draft, ScalingGroup group, Instance instance, LaunchSource? source, string cause)
    {
        var activity = ScalingActivities.Begin(draft, group, $"Launching a new EC2 instance: {instance.Id}", cause, ScalingActivities.DetailsOf(instance.SubnetId?.Value, instance.Zone));
        draft.Tag(instance.Id.Value, [new("aws:autoscaling:groupName", group.Id.Value), .. group.Tags.Where(t => t.Propagates).Select(t => KeyValuePair.Create(t.Key, t.Value))]);
        return draft.Put(Row(draft, group, instance, source) with { ActivityId = activity.Id.Value });
    }

    public static ScalingInstance Row(Draft draft, ScalingGroup group, Instance instance, LaunchSource? source) => new()
    {
        Id = new Id<ScalingInstance>(instance.Id.Value),
        GroupId = group.Id,
        State = Lifecycle.Pending,
        Zone = instance.Zone,
        InstanceType = instance.InstanceType,
        ImageId = instance.ImageId,
        Launch = source,
        LaunchTime = draft.Now,
        IsProtected = group.ProtectsNew,
    };

    /// <summary>Lets an instance go one step further, where nothing holds it.</summary>
    public static void Advance(Draft draft, ScalingGroup group, ScalingInstance instance)
    {
        var host = draft.Find<Instance>(instance.InstanceId);
        switch (instance.State)
        {
            case Lifecycle.Pending or Lifecycle.PendingWait when IsOver(host) || host?.State is InstanceState.Stopping or InstanceState.Stopped:
                ScalingActivities.End(draft, instance.ActivityId, "Failed", $"Instance became unhealthy while waiting for instance to be in InService state. Instance {instance.Id} is {Words(host)}.");
                Terminate(draft, group, instance with { ActivityId = null, IsHealthy = false }, $"At {ScalingActivities.At(draft.Now)} an instance was taken out of service in response to an EC2 health check indicating it has been terminated or stopped.");
                break;
            case Lifecycle.Pending when host?.State == InstanceState.Running:
                if (ScalingHooks.Ask(draft, group, instance, LifecycleHook.Launching, Lifecycle.PendingWait) is null) Serve(draft, group, instance);
                break;
            case Lifecycle.PendingWait:
                if (ScalingHooks.Expire(draft, instance) is { Waits.IsEmpty: true } free) Serve(draft, group, free);
                break;
            case Lifecycle.EnteringStandby when ScalingTargets.IsDrained(draft, group, instance):
                ScalingActivities.End(draft, instance.ActivityId);
                draft.Put(instance with { State = Lifecycle.Standby, ActivityId = null, InServiceSince = null });
                break;
            case Lifecycle.Detaching when ScalingTargets.IsDrained(draft, group, instance):
                ScalingActivities.End(draft, instance.ActivityId);
                Untag(draft, instance);
                draft.Remove(instance.Id);
                break;
            case Lifecycle.Terminating or Lifecycle.TerminatingWait or Lifecycle.TerminatingProceed:
                Leave(draft, group, instance, host);
                break;
        }
    }

    /// <summary>Begins to end an instance: it is taken from its balancers first.</summary>
    public static ScalingActivity Terminate(Draft draft, ScalingGroup group, ScalingInstance instance, string cause)
    {
        if (instance.ActivityId is { } pending) ScalingActivities.End(draft, pending, "Cancelled");
        var subnet = draft.Find<Instance>(instance.InstanceId)?.SubnetId?.Value;
        var activity = ScalingActivities.Begin(draft, group, $"Terminating EC2 instance: {instance.Id}", cause, ScalingActivities.DetailsOf(subnet, instance.Zone));
        ScalingTargets.Deregister(draft, group, instance);
        draft.Put(instance with { State = Lifecycle.Terminating, Waits = [], AskedHooks = false, ActivityId = activity.Id.Value, LeavingSince = draft.Now });
        return activity;
    }

    /// <summary>It serves from now on.</summary>
    public static void Serve(Draft draft, ScalingGroup group, ScalingInstance instance)
    {
        ScalingActivities.End(draft, instance.ActivityId);
        var serving = draft.Put(instance with { State = Lifecycle.InService, ActivityId = null, Waits = [], AskedHooks = false, InServiceSince = draft.Now });
        ScalingTargets.Register(draft, group, serving);
    }

    public static bool IsOver(Instance? host) => host is null or { State: InstanceState.ShuttingDown or InstanceState.Terminated };

    private static void Leave(Draft draft, ScalingGroup group, ScalingInstance instance, Instance? host)
    {
        if (host is null or { State: InstanceState.Terminated })
        {
            ScalingTargets.Deregister(draft, group, instance);
            ScalingActivities.End(draft, instance.ActivityId);
            draft.Remove(instance.Id);
            return;
        }
        if (host.State == InstanceState.ShuttingDown) return;
        if (instance.State == Lifecycle.Terminating && !ScalingTargets.IsDrained(draft, group, instance)) return;
        if (instance.State == Lifecycle.Terminating && !instance.AskedHooks)
        {
            if (ScalingHooks.Ask(draft, group, instance, LifecycleHook.TerminatingName, Lifecycle.TerminatingWait) is not null) return;
        }
        else if (instance.State == Lifecycle.TerminatingWait)
        {
            if (ScalingHooks.Expire(draft, instance) is not { Waits.IsEmpty: true } free) return;
            draft.Put(free with { State = Lifecycle.TerminatingProceed });
        }
        // Protection against termination holds against EC2's own calls only.
        InstanceStates.Terminate(draft, draft.Put(host with { DisableApiTermination = false }));
    }

    private static void Untag(Draft draft, ScalingInstance instance) =>
        draft.Retag(instance.Id.Value, draft.TagsOf(instance.Id.Value).Remove("aws:autoscaling:groupName"));

    private static string Words(Instance? host) => host?.State.ToString().ToLowerInvariant() ?? "gone";
}
