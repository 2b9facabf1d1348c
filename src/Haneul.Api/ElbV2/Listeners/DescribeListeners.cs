using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Lists the listeners of a balancer, or those that are named. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListeners.html</summary>
public sealed record DescribeListeners : Query<DescribeListeners.Result>
{
    public string? LoadBalancerArn { get; init; }

    public IReadOnlyList<string> ListenerArns { get; init; } = [];

    public string? Marker { get; init; }

    public int? PageSize { get; init; }

    public sealed record Result(IReadOnlyList<ListenerView> Listeners, string? NextMarker);

    public override Result Answer(Scope scope)
    {
        if (LoadBalancerArn is null == (ListenerArns.Count == 0)) throw BalancerFaults.Validation("You must specify either listener ARNs or a load balancer ARN");
        IEnumerable<Listener> rows = LoadBalancerArn is { } arn && scope.Balancer(arn) is var balancer
            ? scope.All<Listener>().Marked(balancer.Id.Value).Where(l => l.BalancerId == balancer.Id)
            : ListenerArns.Distinct().Select(scope.Listener);
        var page = ElbPages.Take(scope, rows, l => l.Id.Value, PageSize, Marker);
        return new Result([.. page.Rows.Select(l => ListenerView.Of(scope, l))], page.NextToken);
    }
}
