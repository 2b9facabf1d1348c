using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Gives an instance a profile. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateIamInstanceProfile.html</summary>
public sealed record AssociateIamInstanceProfile : Command<InstanceProfileAssociationResult>
{
    public required Id<Instance> InstanceId { get; init; }

    public required IamInstanceProfileSpecification IamInstanceProfile { get; init; }

    public override InstanceProfileAssociationResult Apply(Draft draft)
    {
        var instance = draft.Get(InstanceId);
        InstanceStates.RequireAlive(instance);
        if (instance.InstanceProfileArn is not null) throw Fault.State($"There is an existing association for instance {InstanceId}");
        return InstanceProfileAssociationResult.Join(draft, instance, IamInstanceProfile);
    }
}
