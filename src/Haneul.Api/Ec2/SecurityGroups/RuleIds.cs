using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Finding the rules of a group: by id, or by what they say.</summary>
internal static class RuleIds
{
    public static SecurityGroupRule Find(SecurityGroup group, string id, bool? egress = null)
    {
        CheckForm(id);
        return group.Rules.FirstOrDefault(r => r.Id == id && (egress is null || r.IsEgress == egress)) ?? throw SecurityGroups.RuleNotFound(id);
    }

    public static void CheckForm(string id)
    {
        if (!id.StartsWith("sgr-", StringComparison.Ordinal)) throw new Fault("InvalidSecurityGroupRuleId.Malformed", $"Invalid id: \"{id}\" (expecting \"sgr-...\")");
    }

    /// <summary>The rules that a permission says, null for each that the group does not have. Groups that are gone can still be named: stale rules must be removable.</summary>
    public static IReadOnlyList<SecurityGroupRule?> Named(Scope scope, SecurityGroup group, bool egress, IpPermission permission)
    {
        var (protocol, from, to) = RuleSpecs.Ports(permission.IpProtocol, permission.FromPort, permission.ToPort);
        var rules = group.Rules.Where(r => r.IsEgress == egress && (r.Protocol, r.FromPort, r.ToPort) == (protocol, from, to)).ToList();
        return
        [
            .. permission.IpRanges.Select(p => rules.FirstOrDefault(r => r.Peer.Block == RuleSpecs.OfBlock(p.CidrIp, false, "cidrIp").Block)),
            .. permission.Ipv6Ranges.Select(p => rules.FirstOrDefault(r => r.Peer.Block == RuleSpecs.OfBlock(p.CidrIpv6, true, "cidrIpv6").Block)),
            .. permission.PrefixListIds.Select(p => rules.FirstOrDefault(r => r.Peer.PrefixListId is not null && r.Peer.PrefixListId == p.PrefixListId)),
            .. permission.UserIdGroupPairs.Select(p => rules.FirstOrDefault(r => r.Peer.GroupId is { } id && id == (p.GroupId ?? PeerGroups.Of(scope, group, p).GroupId))),
        ];
    }
}
