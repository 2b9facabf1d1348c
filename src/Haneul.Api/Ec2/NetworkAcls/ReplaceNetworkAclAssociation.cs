using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Puts a subnet under another ACL. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceNetworkAclAssociation.html</summary>
public sealed record ReplaceNetworkAclAssociation : Command<ReplaceNetworkAclAssociation.Result>
{
    public required string AssociationId { get; init; }

    public required Id<NetworkAcl> NetworkAclId { get; init; }

    public sealed record Result(string NewAssociationId);

    public override Result Apply(Draft draft) => new(Model.NetworkAcls.Associate(draft, AssociationId, draft.Get(NetworkAclId)));
}
