using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Lists the quotas of load balancing here. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeAccountLimits.html</summary>
public sealed record DescribeAccountLimits : Query<DescribeAccountLimits.Result>
{
    private static readonly (string Name, Quota Quota)[] Known =
    [
        ("target-groups", BalancerQuotas.TargetGroups),
        ("targets-per-application-load-balancer", BalancerQuotas.TargetsPerApplicationBalancer),
        ("listeners-per-application-load-balancer", BalancerQuotas.ListenersPerApplicationBalancer),
        ("rules-per-application-load-balancer", BalancerQuotas.RulesPerApplicationBalancer),
        ("target-groups-per-application-load-balancer", BalancerQuotas.GroupsPerApplicationBalancer),
        ("application-load-balancers", BalancerQuotas.ApplicationBalancers),
        ("network-load-balancers", BalancerQuotas.NetworkBalancers),
        ("targets-per-network-load-balancer", BalancerQuotas.TargetsPerNetworkBalancer),
        ("listeners-per-network-load-balancer", BalancerQuotas.ListenersPerNetworkBalancer),
    ];

    private static readonly (string Name, int Max)[] Fixed = [("condition-values-per-alb-rule", 5), ("condition-wildcards-per-alb-rule", 5), ("target-groups-per-action-on-application-load-balancer", 5)];

    public string? Marker { get; init; }

    public int? PageSize { get; init; }

    public sealed record Result(IReadOnlyList<LimitView> Limits, string? NextMarker);

    /// <summary>A quota and its value.</summary>
    public sealed record LimitView(string Name, string Max);

    public override Result Answer(Scope scope)
    {
        var rows = Known.Select(k => new LimitView(k.Name, $"{scope.QuotaOf(k.Quota)}")).Concat(Fixed.Select(f => new LimitView(f.Name, $"{f.Max}")));
        var page = ElbPages.Take(scope, rows, l => l.Name, PageSize, Marker);
        return new Result(page.Rows, page.NextToken);
    }
}
