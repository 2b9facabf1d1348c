namespace Haneul.Model;

/// <summary>The instance's host runs.</summary>
public sealed record InstanceIsUp(Place Place, Id<Instance> Id) : Report
{
    public override void Apply(Draft draft)
    {
        var here = draft.In(Place);
        if (here.TryFind(Id, out var instance) && instance.State == InstanceState.Pending)
        {
            here.Put(instance with { State = InstanceState.Running, StateReason = null, StateReasonCode = null });
        }
    }
}

/// <summary>The instance's host has ended: it is stopped, or terminated with what was to go with it.</summary>
public sealed record InstanceIsDown(Place Place, Id<Instance> Id) : Report
{
    public override void Apply(Draft draft)
    {
        var here = draft.In(Place);
        if (!here.TryFind(Id, out var instance)) return;
        if (instance.State == InstanceState.Stopping) here.Put(instance with { State = InstanceState.Stopped });
        if (instance.State == InstanceState.ShuttingDown) InstanceStates.End(here, instance);
    }
}

/// <summary>The instance was shut down from inside: it stops, or is terminated if it was launched so. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html</summary>
public sealed record InstanceShutDown(Place Place, Id<Instance> Id) : Report
{
    private const string Code = "Client.InstanceInitiatedShutdown";

    public override void Apply(Draft draft)
    {
        var here = draft.In(Place);
        if (!here.TryFind(Id, out var instance) || instance.State is not (InstanceState.Running or InstanceState.Pending)) return;
        var ends = instance.ShutdownBehavior == "terminate";
        // Protection holds against API calls only.
        var unprotected = here.Put(instance with { DisableApiStop = false, DisableApiTermination = false });
        var ended = ends ? InstanceStates.Terminate(here, unprotected) : InstanceStates.Stop(here, unprotected);
        here.Put(ended with
        {
            DisableApiStop = instance.DisableApiStop,
            DisableApiTermination = instance.DisableApiTermination,
            StateReasonCode = Code,
            StateReason = $"{Code}: Instance initiated shutdown",
        });
    }
}
