using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Ends instances, with the interfaces and volumes that go with them. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html</summary>
public sealed record TerminateInstances : Command<StateChanges>
{
    public required IReadOnlyList<Id<Instance>> InstanceIds { get; init; }

    [NoEffect("a termination never hangs here")]
    public bool Force { get; init; }

    [NoEffect("there is no operating system to wait for")]
    public bool SkipOsShutdown { get; init; }

    public override StateChanges Apply(Draft draft) => new(StateChange.Each(draft, InstanceIds, InstanceStates.Terminate));
}
