using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Starts stopped instances. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartInstances.html</summary>
public sealed record StartInstances : Command<StateChanges>
{
    public required IReadOnlyList<Id<Instance>> InstanceIds { get; init; }

    [NoEffect("AWS keeps it for itself")]
    public string? AdditionalInfo { get; init; }

    public override StateChanges Apply(Draft draft) => new(StateChange.Each(draft, InstanceIds, Start));

    private static Instance Start(Draft draft, Instance instance)
    {
        if (instance.State == InstanceState.Stopped)
        {
            var type = Model.InstanceTypes.Get(instance.InstanceType);
            ZoneFailure.RequireWorking(draft, instance.Zone, type.Id.Value);
            var counted = VCpus.Of(draft, type);
            draft.Admit(counted.Quota, counted.InUse, type.VCpus);
        }
        return InstanceStates.Start(draft, instance);
    }
}
