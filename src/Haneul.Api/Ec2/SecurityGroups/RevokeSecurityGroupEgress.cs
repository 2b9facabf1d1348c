using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Takes away rules for what may leave. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupEgress.html</summary>
public sealed record RevokeSecurityGroupEgress : Command<Revoked>
{
    public required Id<SecurityGroup> GroupId { get; init; }

    [Wire("IpPermissions")]
    public IReadOnlyList<IpPermission> IpPermissions { get; init; } = [];

    public IReadOnlyList<string> SecurityGroupRuleIds { get; init; } = [];

    public override Revoked Apply(Draft draft) => Revoking.Run(draft, draft.Get(GroupId), egress: true, IpPermissions, SecurityGroupRuleIds);
}
