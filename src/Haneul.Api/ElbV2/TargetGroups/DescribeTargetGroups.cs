using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Lists target groups: all, those of a balancer, or those that are named. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetGroups.html</summary>
public sealed record DescribeTargetGroups : Query<DescribeTargetGroups.Result>
{
    public string? LoadBalancerArn { get; init; }

    public IReadOnlyList<string> TargetGroupArns { get; init; } = [];

    public IReadOnlyList<string> Names { get; init; } = [];

    public string? Marker { get; init; }

    public int? PageSize { get; init; }

    public sealed record Result(IReadOnlyList<TargetGroupView> TargetGroups, string? NextMarker);

    public override Result Answer(Scope scope)
    {
        if ((LoadBalancerArn is null ? 0 : 1) + (TargetGroupArns.Count > 0 ? 1 : 0) + (Names.Count > 0 ? 1 : 0) > 1) throw BalancerFaults.Validation("Specify a load balancer ARN, target group ARNs or names, not several of them");
        IEnumerable<TargetGroup> rows = LoadBalancerArn is { } arn ? Model.TargetGroups.UsedBy(scope, scope.Balancer(arn)).Select(id => scope.Get(id))
            : TargetGroupArns.Count > 0 ? TargetGroupArns.Distinct().Select(scope.Group)
            : Names.Count > 0 ? Names.Distinct().Select(n => scope.All<TargetGroup>().Marked(n).FirstOrDefault() ?? throw new Fault("TargetGroupNotFound", $"Target groups '[{n}]' not found"))
            : scope.All<TargetGroup>();
        var page = ElbPages.Take(scope, rows, g => g.Id.Value, PageSize, Marker);
        return new Result([.. page.Rows.Select(g => TargetGroupView.Of(scope, g))], page.NextToken);
    }
}
