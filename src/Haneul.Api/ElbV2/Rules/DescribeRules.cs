using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Lists the rules of a listener by priority, or those that are named. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeRules.html</summary>
public sealed record DescribeRules : Query<DescribeRules.Result>
{
    public string? ListenerArn { get; init; }

    public IReadOnlyList<string> RuleArns { get; init; } = [];

    public string? Marker { get; init; }

    public int? PageSize { get; init; }

    public sealed record Result(IReadOnlyList<RuleView> Rules, string? NextMarker);

    public override Result Answer(Scope scope)
    {
        if (ListenerArn is null == (RuleArns.Count == 0)) throw BalancerFaults.Validation("You must specify either listener ARN or rule ARNs");
        IEnumerable<RuleView> rows = ListenerArn is { } arn ? Of(scope, scope.Listener(arn)) : RuleArns.Distinct().Select(a => One(scope, a));
        var page = ElbPages.Take(scope, rows, Key, PageSize, Marker);
        return new Result(page.Rows, page.NextToken);
    }

    private static IEnumerable<RuleView> Of(Scope scope, Listener listener) =>
        scope.All<ListenerRule>().Marked(listener.Id.Value).OrderBy(r => r.Priority).Select(r => RuleView.Of(scope, r)).Append(RuleView.Default(scope, listener));

    private static RuleView One(Scope scope, string arn) => TaggedResources.DefaultRuleOf(scope, arn) is { } listener ? RuleView.Default(scope, listener) : RuleView.Of(scope, scope.Rule(arn));

    /// <summary>Pages go on by priority; the default one, which has none, is the last.</summary>
    private static string Key(RuleView rule) => $"{(rule.IsDefault ? int.MaxValue : int.Parse(rule.Priority)):D10}/{rule.RuleArn}";
}
