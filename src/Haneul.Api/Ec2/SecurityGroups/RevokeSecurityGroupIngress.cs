using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Takes away rules for what may come in. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html</summary>
public sealed record RevokeSecurityGroupIngress : Command<Revoked>
{
    public Id<SecurityGroup>? GroupId { get; init; }

    public string? GroupName { get; init; }

    public string? IpProtocol { get; init; }

    public int? FromPort { get; init; }

    public int? ToPort { get; init; }

    public Cidr? CidrIp { get; init; }

    public string? SourceSecurityGroupName { get; init; }

    public string? SourceSecurityGroupOwnerId { get; init; }

    [Wire("IpPermissions")]
    public IReadOnlyList<IpPermission> IpPermissions { get; init; } = [];

    public IReadOnlyList<string> SecurityGroupRuleIds { get; init; } = [];

    public override Revoked Apply(Draft draft)
    {
        var flat = FlatPermission.Read(IpProtocol, FromPort, ToPort, CidrIp, SourceSecurityGroupName, SourceSecurityGroupOwnerId);
        return Revoking.Run(draft, GroupNames.Find(draft, GroupId, GroupName), egress: false, FlatPermission.Choose(IpPermissions, flat), SecurityGroupRuleIds);
    }
}
