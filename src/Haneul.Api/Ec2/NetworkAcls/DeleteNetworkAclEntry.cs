using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Takes the rule of a number away. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkAclEntry.html</summary>
public sealed record DeleteNetworkAclEntry : Command<Done>
{
    public required Id<NetworkAcl> NetworkAclId { get; init; }

    public required int RuleNumber { get; init; }

    public required bool Egress { get; init; }

    public override Done Apply(Draft draft)
    {
        Model.NetworkAcls.Remove(draft, draft.Get(NetworkAclId), Egress, RuleNumber);
        return Done.Value;
    }
}
