using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Lists balancers: all, or those that are named. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancers.html</summary>
public sealed record DescribeLoadBalancers : Query<DescribeLoadBalancers.Result>
{
    public IReadOnlyList<string> LoadBalancerArns { get; init; } = [];

    public IReadOnlyList<string> Names { get; init; } = [];

    public string? Marker { get; init; }

    public int? PageSize { get; init; }

    public sealed record Result(IReadOnlyList<LoadBalancerView> LoadBalancers, string? NextMarker);

    public override Result Answer(Scope scope)
    {
        if (LoadBalancerArns.Count > 0 && Names.Count > 0) throw BalancerFaults.Validation("Load balancer names and load balancer ARNs cannot be specified at the same time");
        IEnumerable<LoadBalancer> rows = LoadBalancerArns.Count > 0 ? LoadBalancerArns.Distinct().Select(scope.Balancer)
            : Names.Count > 0 ? Names.Distinct().Select(n => scope.All<LoadBalancer>().Marked(n).FirstOrDefault(b => b.Name == n) ?? throw new Fault("LoadBalancerNotFound", $"Load balancers '[{n}]' not found"))
            : scope.All<LoadBalancer>();
        var page = ElbPages.Take(scope, rows, b => b.Id.Value, PageSize, Marker);
        return new Result([.. page.Rows.Select(b => LoadBalancerView.Of(scope, b))], page.NextToken);
    }
}
