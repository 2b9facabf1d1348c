using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Gives an instance another profile. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceIamInstanceProfileAssociation.html</summary>
public sealed record ReplaceIamInstanceProfileAssociation : Command<InstanceProfileAssociationResult>
{
    public required string AssociationId { get; init; }

    public required IamInstanceProfileSpecification IamInstanceProfile { get; init; }

    public override InstanceProfileAssociationResult Apply(Draft draft) =>
        InstanceProfileAssociationResult.Join(draft, InstanceProfileAssociationView.Holder(draft, AssociationId), IamInstanceProfile);
}
