using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Turns detailed monitoring on, as a setting. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_MonitorInstances.html</summary>
public sealed record MonitorInstances : Command<MonitoringChanges>
{
    public required IReadOnlyList<Id<Instance>> InstanceIds { get; init; }

    public override MonitoringChanges Apply(Draft draft) => MonitoringChanges.Set(draft, InstanceIds, on: true);
}

/// <summary>The answer of turning monitoring on or off.</summary>
public sealed record MonitoringChanges([property: Wire("instancesSet")] IReadOnlyList<MonitoringChange> InstanceMonitorings)
{
    internal static MonitoringChanges Set(Draft draft, IReadOnlyList<Id<Instance>> ids, bool on)
    {
        var instances = ids.Select(id => draft.Get(id)).ToList();
        foreach (var instance in instances) InstanceStates.RequireAlive(instance);
        return new MonitoringChanges([.. instances.Select(i => new MonitoringChange(i.Id, MonitoringView.Of(draft.Put(i with { Monitoring = on }))))]);
    }
}

/// <summary>An instance and its monitoring.</summary>
public sealed record MonitoringChange(Id<Instance> InstanceId, MonitoringView Monitoring);
