using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A rule and its new description; none takes the description away.</summary>
public sealed record SecurityGroupRuleDescription
{
    public required string SecurityGroupRuleId { get; init; }

    public string? Description { get; init; }
}

/// <summary>What the two UpdateSecurityGroupRuleDescriptions actions have in common.</summary>
internal static class Describing
{
    public static Done Run(Draft draft, SecurityGroup group, bool egress, IReadOnlyList<IpPermission> permissions, IReadOnlyList<SecurityGroupRuleDescription> descriptions)
    {
        if (permissions.Count > 0 == descriptions.Count > 0) throw Fault.Combination("Give either IpPermissions or SecurityGroupRuleDescriptions");
        var wanted = descriptions.Select(d => (RuleIds.Find(group, d.SecurityGroupRuleId, egress).Id, d.Description))
            .Concat(permissions.SelectMany(p => ByPermission(draft, group, egress, p)))
            .ToList();
        if (wanted.GroupBy(p => p.Id).FirstOrDefault(g => g.Count() > 1) is { } twice) throw Fault.Invalid("SecurityGroupRuleId", twice.Key, "The rule is named twice");
        var texts = wanted.ToDictionary(p => p.Id, p => RuleSpecs.CheckDescription(p.Description), StringComparer.Ordinal);
        draft.Put(group with { Rules = [.. group.Rules.Select(r => texts.TryGetValue(r.Id, out var text) ? r with { Description = text } : r)] });
        return Done.Value;
    }

    private static IEnumerable<(string Id, string? Description)> ByPermission(Draft draft, SecurityGroup group, bool egress, IpPermission permission)
    {
        var texts = permission.IpRanges.Select(r => r.Description)
            .Concat(permission.Ipv6Ranges.Select(r => r.Description))
            .Concat(permission.PrefixListIds.Select(r => r.Description))
            .Concat(permission.UserIdGroupPairs.Select(r => r.Description));
        return RuleIds.Named(draft, group, egress, permission).Zip(texts, (rule, text) => rule is null
            ? throw new Fault("InvalidPermission.NotFound", "The specified rule does not exist in this security group.")
            : (rule.Id, text));
    }
}
