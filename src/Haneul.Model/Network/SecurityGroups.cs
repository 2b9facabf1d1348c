using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>What changes security groups and what hangs on them. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html</summary>
public static class SecurityGroups
{
    public static Fault RuleNotFound(string id) => new("InvalidSecurityGroupRuleId.NotFound", $"The security group rule ID '{id}' does not exist");

    /// <summary>Adds rules; a rule that is there already, or given twice, is a fault, and so are too many.</summary>
    public static SecurityGroup Authorize(Draft draft, SecurityGroup group, IReadOnlyList<SecurityGroupRule> added)
    {
        var known = group.Rules.Select(RuleKey.Of).ToHashSet();
        foreach (var rule in added)
        {
            if (!known.Add(RuleKey.Of(rule))) throw Duplicate(rule);
        }
        var changed = group with { Rules = group.Rules.AddRange(added) };
        foreach (var egress in added.Select(r => r.IsEgress).Distinct()) AdmitRules(draft, changed, egress);
        return draft.Put(changed);
    }

    /// <summary>Takes rules away, and their tags.</summary>
    public static SecurityGroup Revoke(Draft draft, SecurityGroup group, IReadOnlyCollection<SecurityGroupRule> removed)
    {
        foreach (var rule in removed) draft.Retag(rule.Id, TagSet.None);
        return draft.Put(group with { Rules = group.Rules.RemoveRange(removed) });
    }

    /// <summary>Puts one rule in the place of the rule with its id.</summary>
    public static SecurityGroup Replace(Draft draft, SecurityGroup group, SecurityGroupRule rule)
    {
        if (group.Rules.Any(r => r.Id != rule.Id && RuleKey.Of(r) == RuleKey.Of(rule))) throw Duplicate(rule);
        var changed = group with { Rules = [.. group.Rules.Select(r => r.Id == rule.Id ? rule : r)] };
        AdmitRules(draft, changed, rule.IsEgress);
        return draft.Put(changed);
    }

    /// <summary>What keeps a group from being deleted: an interface in it, or a group of the same VPC that names it. Null when nothing does.</summary>
    public static string? UserOf(Scope scope, SecurityGroup group) =>
        scope.All<NetworkInterface>().Marked(group.Id.Value).FirstOrDefault()?.Id.Value
        ?? scope.All<SecurityGroup>().FirstOrDefault(g => g.Id != group.Id && g.VpcId == group.VpcId && g.Rules.Any(r => r.Peer.GroupId == group.Id))?.Id.Value;

    /// <summary>A group named over a peering that is no longer active, or that was deleted on the other side: the rule admits nothing.</summary>
    public static bool IsStale(Scope scope, SecurityGroupRule rule) =>
        rule.Peer is { GroupId: { } id, PeeringId: { } peering }
        && (scope.Find<VpcPeering>(peering) is not { State: PeeringState.Active }
            || !scope.World.At(new Place(rule.Peer.GroupOwner ?? scope.Account, scope.Region)).TryFind(id, out _));

    private static void AdmitRules(Draft draft, SecurityGroup group, bool egress)
    {
        var rules = group.Rules.Where(r => r.IsEgress == egress).ToList();
        draft.Admit(Quotas.RulesPerSecurityGroup, rules.Sum(r => Weight(draft, r, v6: false)), more: 0);
        draft.Admit(Quotas.RulesPerSecurityGroup, rules.Sum(r => Weight(draft, r, v6: true)), more: 0);
    }

    /// <summary>A prefix list counts as its maximum of entries, a group as one rule of each family.</summary>
    private static int Weight(Scope scope, SecurityGroupRule rule, bool v6) => rule.Peer switch
    {
        { Block: { } block } => block.IsV6 == v6 ? 1 : 0,
        { PrefixListId: { } id } => scope.Find<PrefixList>(id) is { } list && list.IsV6 == v6 ? Math.Max(1, list.MaxEntries) : 0,
        _ => 1,
    };

    private static Fault Duplicate(SecurityGroupRule rule)
    {
        var peer = rule.Peer.Block?.ToString() ?? rule.Peer.PrefixListId?.Value ?? rule.Peer.GroupId?.Value;
        var protocol = rule.Protocol < 0 ? "ALL" : Protocols.NameOf(rule.Protocol).ToUpperInvariant();
        return new Fault("InvalidPermission.Duplicate", $"the specified rule \"peer: {peer}, {protocol}, from port: {rule.FromPort}, to port: {rule.ToPort}, ALLOW\" already exists");
    }

    /// <summary>What makes two rules the same.</summary>
    public readonly record struct RuleKey(bool IsEgress, int Protocol, int? From, int? To, Cidr? Block, Id<PrefixList>? List, Id<SecurityGroup>? Group)
    {
        public static RuleKey Of(SecurityGroupRule r) => new(r.IsEgress, r.Protocol, r.FromPort, r.ToPort, r.Peer.Block, r.Peer.PrefixListId, r.Peer.GroupId);
    }
}
