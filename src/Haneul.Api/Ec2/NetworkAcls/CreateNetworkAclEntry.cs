using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Adds a numbered rule to an ACL. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html</summary>
public sealed record CreateNetworkAclEntry : AclEntryRequest
{
    public override Done Apply(Draft draft)
    {
        Model.NetworkAcls.Add(draft, draft.Get(NetworkAclId), Read());
        return Done.Value;
    }
}
