using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Takes an instance's profile away. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateIamInstanceProfile.html</summary>
public sealed record DisassociateIamInstanceProfile : Command<InstanceProfileAssociationResult>
{
    public required string AssociationId { get; init; }

    public override InstanceProfileAssociationResult Apply(Draft draft)
    {
        var instance = InstanceProfileAssociationView.Holder(draft, AssociationId);
        var shown = InstanceProfileAssociationView.Of(draft, instance, "disassociating");
        draft.Put(instance with { InstanceProfileArn = null, InstanceProfileAssociationId = null, InstanceProfileTime = null });
        return new InstanceProfileAssociationResult(shown);
    }
}
