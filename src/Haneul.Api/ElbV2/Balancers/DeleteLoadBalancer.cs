using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Deletes a balancer with its listeners; one that is not there is deleted already. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html</summary>
public sealed record DeleteLoadBalancer : Command<Nothing>
{
    public required string LoadBalancerArn { get; init; }

    public override Nothing Apply(Draft draft)
    {
        if (draft.Find<LoadBalancer>(Arns.Id<LoadBalancer>(draft, LoadBalancerArn, "loadbalancer/")) is { } balancer) Model.Balancers.Remove(draft, balancer);
        return Nothing.Value;
    }
}
