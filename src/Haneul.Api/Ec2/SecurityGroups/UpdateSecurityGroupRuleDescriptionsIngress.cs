using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes the descriptions of rules for what may come in. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UpdateSecurityGroupRuleDescriptionsIngress.html</summary>
public sealed record UpdateSecurityGroupRuleDescriptionsIngress : Command<Done>
{
    public Id<SecurityGroup>? GroupId { get; init; }

    public string? GroupName { get; init; }

    [Wire("IpPermissions")]
    public IReadOnlyList<IpPermission> IpPermissions { get; init; } = [];

    public IReadOnlyList<SecurityGroupRuleDescription> SecurityGroupRuleDescriptions { get; init; } = [];

    public override Done Apply(Draft draft) =>
        Describing.Run(draft, GroupNames.Find(draft, GroupId, GroupName), egress: false, IpPermissions, SecurityGroupRuleDescriptions);
}
