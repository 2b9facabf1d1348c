using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Reboots running instances: their processes end and start again; addresses, disks and state stay. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RebootInstances.html</summary>
public sealed record RebootInstances : Command<Done>
{
    public required IReadOnlyList<Id<Instance>> InstanceIds { get; init; }

    public override Done Apply(Draft draft)
    {
        foreach (var instance in InstanceIds.Select(id => draft.Get(id)))
        {
            if (instance.State is not (InstanceState.Running or InstanceState.Pending)) throw InstanceStates.NotInState(instance, "rebooted");
            draft.Put(instance with { Reboots = instance.Reboots + 1 });
        }
        return Done.Value;
    }
}
