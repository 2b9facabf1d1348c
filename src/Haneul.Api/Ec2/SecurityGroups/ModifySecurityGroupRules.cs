using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes rules in place; a rule keeps its id, its direction and the type of its peer. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html</summary>
public sealed record ModifySecurityGroupRules : Command<Done>
{
    public required Id<SecurityGroup> GroupId { get; init; }

    public required IReadOnlyList<SecurityGroupRuleUpdate> SecurityGroupRules { get; init; }

    public override Done Apply(Draft draft)
    {
        foreach (var update in SecurityGroupRules)
        {
            var group = draft.Get(GroupId);
            var rule = RuleIds.Find(group, update.SecurityGroupRuleId);
            var wanted = update.SecurityGroupRule ?? throw Fault.Missing("SecurityGroupRule.SecurityGroupRule");
            Model.SecurityGroups.Replace(draft, group, Changed(draft, group, rule, wanted));
        }
        return Done.Value;
    }

    private static SecurityGroupRule Changed(Draft draft, SecurityGroup group, SecurityGroupRule rule, SecurityGroupRuleRequest wanted)
    {
        var (protocol, from, to) = RuleSpecs.Ports(wanted.IpProtocol, wanted.FromPort, wanted.ToPort);
        var peer = PeerOf(draft, group, wanted);
        if (TypeOf(peer) != TypeOf(rule.Peer))
        {
            throw Fault.Invalid("SecurityGroupRule", rule.Id, "A rule's type cannot change: give the same of CidrIpv4, CidrIpv6, PrefixListId and ReferencedGroupId that it has");
        }
        return rule with { Protocol = protocol, FromPort = from, ToPort = to, Peer = peer, Description = RuleSpecs.CheckDescription(wanted.Description) };
    }

    private static RulePeer PeerOf(Draft draft, SecurityGroup group, SecurityGroupRuleRequest wanted)
    {
        object?[] given = [wanted.CidrIpv4, wanted.CidrIpv6, wanted.PrefixListId, wanted.ReferencedGroupId];
        if (given.Count(g => g is not null) != 1) throw Fault.Combination("Give exactly one of CidrIpv4, CidrIpv6, PrefixListId and ReferencedGroupId");
        if (wanted.CidrIpv4 is { } v4) return RuleSpecs.OfBlock(v4, false, "CidrIpv4");
        if (wanted.CidrIpv6 is { } v6) return RuleSpecs.OfBlock(v6, true, "CidrIpv6");
        if (wanted.PrefixListId is { } list) return RuleSpecs.OfList(draft, list);
        return PeerGroups.Of(draft, group, new UserIdGroupPair { GroupId = wanted.ReferencedGroupId });
    }

    private static string TypeOf(RulePeer peer) =>
        peer.Block is { } b ? b.IsV6 ? "ipv6" : "ipv4" : peer.PrefixListId is not null ? "list" : "group";
}

/// <summary>A rule and what it is to become.</summary>
public sealed record SecurityGroupRuleUpdate
{
    public required string SecurityGroupRuleId { get; init; }

    public SecurityGroupRuleRequest? SecurityGroupRule { get; init; }
}

/// <summary>A rule as it is to be.</summary>
public sealed record SecurityGroupRuleRequest
{
    public string? IpProtocol { get; init; }

    public int? FromPort { get; init; }

    public int? ToPort { get; init; }

    public Cidr? CidrIpv4 { get; init; }

    public Cidr? CidrIpv6 { get; init; }

    public Id<PrefixList>? PrefixListId { get; init; }

    public Id<SecurityGroup>? ReferencedGroupId { get; init; }

    public string? Description { get; init; }
}
