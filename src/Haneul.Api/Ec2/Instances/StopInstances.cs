using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Stops instances; their lent public addresses go back. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StopInstances.html</summary>
public sealed record StopInstances : Command<StateChanges>
{
    public required IReadOnlyList<Id<Instance>> InstanceIds { get; init; }

    public bool Hibernate { get; init; }

    [NoEffect("a stop never hangs here")]
    public bool Force { get; init; }

    [NoEffect("there is no operating system to wait for")]
    public bool SkipOsShutdown { get; init; }

    public override StateChanges Apply(Draft draft) => new(StateChange.Each(draft, InstanceIds, (d, i) =>
    {
        if (Hibernate && !i.HibernationConfigured) throw new Fault("UnsupportedHibernationConfiguration", $"The instance '{i.Id}' was not launched with hibernation configured");
        return InstanceStates.Stop(d, i);
    }));
}
