using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>The answer of the two Authorize actions.</summary>
public sealed record Authorized(bool Return, IReadOnlyList<SecurityGroupRuleView> SecurityGroupRules);

/// <summary>What the two Authorize actions have in common.</summary>
internal static class Authorizing
{
    public static Authorized Run(Draft draft, SecurityGroup group, bool egress, IReadOnlyList<IpPermission> permissions, IReadOnlyList<TagSpecification> tags)
    {
        if (permissions.Count == 0) throw Fault.Missing("ipPermissions");
        var rules = RuleSpecs.Of(draft, group, permissions).Select(s => s.AsRule(draft.NewId(SecurityGroupRule.Prefix), egress)).ToList();
        var changed = SecurityGroups.Authorize(draft, group, rules);
        foreach (var rule in rules) draft.TagNew(rule.Id, "security-group-rule", tags, "security-group-rule");
        return new Authorized(true, [.. rules.Select(r => SecurityGroupRuleView.Of(draft, changed, r))]);
    }
}
