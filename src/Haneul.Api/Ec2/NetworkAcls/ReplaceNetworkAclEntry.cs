using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes the rule of a number. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceNetworkAclEntry.html</summary>
public sealed record ReplaceNetworkAclEntry : AclEntryRequest
{
    public override Done Apply(Draft draft)
    {
        Model.NetworkAcls.Replace(draft, draft.Get(NetworkAclId), Read());
        return Done.Value;
    }
}
