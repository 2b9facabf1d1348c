using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Lists the attributes of a balancer. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancerAttributes.html</summary>
public sealed record DescribeLoadBalancerAttributes : Query<DescribeLoadBalancerAttributes.Result>
{
    public required string LoadBalancerArn { get; init; }

    public sealed record Result(IReadOnlyList<AttributeMember> Attributes);

    public override Result Answer(Scope scope)
    {
        var balancer = scope.Balancer(LoadBalancerArn);
        return new Result(AttributeMember.Of(BalancerSettings.Of(balancer).List, balancer.Attributes));
    }
}
