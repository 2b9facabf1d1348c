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
