using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>The answer of the two Revoke actions.</summary>
public sealed record Revoked(bool Return, IReadOnlyList<IpPermission>? UnknownIpPermissions, IReadOnlyList<RevokedRule> RevokedSecurityGroupRules);

/// <summary>A rule that was taken away.</summary>
public sealed record RevokedRule
{
    public required string SecurityGroupRuleId { get; init; }

    public required Id<SecurityGroup> GroupId { get; init; }

    public required bool IsEgress { get; init; }

    public required string IpProtocol { get; init; }

    public required int FromPort { get; init; }

    public required int ToPort { get; init; }

    public Cidr? CidrIpv4 { get; init; }

    public Cidr? CidrIpv6 { get; init; }

    public Id<PrefixList>? PrefixListId { get; init; }

    public Id<SecurityGroup>? ReferencedGroupId { get; init; }

    public string? Description { get; init; }

    public static RevokedRule Of(SecurityGroup group, SecurityGroupRule rule) => new()
    {
        SecurityGroupRuleId = rule.Id,
        GroupId = group.Id,
        IsEgress = rule.IsEgress,
        IpProtocol = Protocols.NameOf(rule.Protocol),
        FromPort = rule.FromPort ?? -1,
        ToPort = rule.ToPort ?? -1,
        CidrIpv4 = rule.Peer.Block is { IsV6: false } v4 ? v4 : null,
        CidrIpv6 = rule.Peer.Block is { IsV6: true } v6 ? v6 : null,
        PrefixListId = rule.Peer.PrefixListId,
        ReferencedGroupId = rule.Peer.GroupId,
        Description = rule.Description,
    };
}

/// <summary>What the two Revoke actions have in common.</summary>
internal static class Revoking
{
    public static Revoked Run(Draft draft, SecurityGroup group, bool egress, IReadOnlyList<IpPermission> permissions, IReadOnlyList<string> ruleIds)
    {
        if (permissions.Count > 0 && ruleIds.Count > 0) throw Fault.Combination("Give either permissions or SecurityGroupRuleIds, not both");
        if (permissions.Count == 0 && ruleIds.Count == 0) throw Fault.Missing("ipPermissions or securityGroupRuleIds");
        var unknown = new List<IpPermission>();
        var removed = ruleIds.Count > 0 ? [.. ruleIds.Select(id => RuleIds.Find(group, id, egress))] : Matching(draft, group, egress, permissions, unknown);
        if (unknown.Count > 0 && !draft.Get(group.VpcId).IsDefault)
        {
            throw new Fault("InvalidPermission.NotFound", "The specified rule does not exist in this security group.");
        }
        SecurityGroups.Revoke(draft, group, [.. removed.Distinct()]);
        return new Revoked(true, unknown.Count > 0 ? unknown : null, [.. removed.Select(r => RevokedRule.Of(group, r))]);
    }

    private static List<SecurityGroupRule> Matching(Draft draft, SecurityGroup group, bool egress, IReadOnlyList<IpPermission> permissions, List<IpPermission> unknown)
    {
        var found = new List<SecurityGroupRule>();
        foreach (var permission in permissions)
        {
            var rules = RuleIds.Named(draft, group, egress, permission);
            if (rules.Contains(null)) unknown.Add(permission);
            found.AddRange(rules.OfType<SecurityGroupRule>());
        }
        return found;
    }
}
