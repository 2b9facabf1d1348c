using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes an ACL that guards no subnet. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkAcl.html</summary>
public sealed record DeleteNetworkAcl : Command<Done>
{
    public required Id<NetworkAcl> NetworkAclId { get; init; }

    public override Done Apply(Draft draft)
    {
        var acl = draft.Get(NetworkAclId);
        if (acl.IsDefault) throw Fault.Invalid("networkAclId", acl.Id.Value, "The default network ACL of a VPC cannot be deleted");
        if (acl.Associations.Length > 0)
        {
            throw Fault.Dependency($"The networkAcl '{acl.Id}' has dependencies and cannot be deleted: it guards {acl.Associations[0].SubnetId}");
        }
        draft.Remove(acl.Id);
        return Done.Value;
    }
}
