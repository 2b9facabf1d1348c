using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>An instance whose state was changed: what it is now, and what it was.</summary>
public sealed record StateChange(Id<Instance> InstanceId, StateView CurrentState, StateView PreviousState)
{
    /// <summary>Changes all of them or none; each id must name an instance.</summary>
    public static IReadOnlyList<StateChange> Each(Draft draft, IReadOnlyList<Id<Instance>> ids, Func<Draft, Instance, Instance> change)
    {
        if (ids.Count == 0) throw Fault.Missing("InstanceId");
        var before = ids.Distinct().Select(id => draft.Get(id)).ToList();
        return [.. before.Select(i => new StateChange(i.Id, StateView.Of(change(draft, i).State), StateView.Of(i.State)))];
    }
}

/// <summary>The answer of actions that change instances' states.</summary>
public sealed record StateChanges([property: Wire("instancesSet")] IReadOnlyList<StateChange> Instances);
