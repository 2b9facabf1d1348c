using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists rules one by one. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html</summary>
public sealed record DescribeSecurityGroupRules : DescribeQuery<DescribeSecurityGroupRules.Result>
{
    public IReadOnlyList<string> SecurityGroupRuleIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<SecurityGroupRuleView> SecurityGroupRules, string? NextToken);

    internal sealed record Row(SecurityGroup Group, SecurityGroupRule Rule);

    private static readonly Dictionary<string, Reads<Row>> Known = new(StringComparer.Ordinal)
    {
        ["group-id"] = (_, r) => [r.Group.Id.Value],
        ["security-group-rule-id"] = (_, r) => [r.Rule.Id],
    };

    public override Result Answer(Scope scope)
    {
        foreach (var id in SecurityGroupRuleIds) RuleIds.CheckForm(id);
        var rows = scope.All<SecurityGroup>().SelectMany(g => g.Rules.Select(r => new Row(g, r)));
        var page = new Selection<Row>(scope, rows, r => r.Rule.Id)
            .Named(SecurityGroupRuleIds, SecurityGroups.RuleNotFound).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(r => SecurityGroupRuleView.Of(scope, r.Group, r.Rule))], page.NextToken);
    }
}
