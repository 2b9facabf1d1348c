using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Changes attributes of a balancer. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyLoadBalancerAttributes.html</summary>
public sealed record ModifyLoadBalancerAttributes : Command<ModifyLoadBalancerAttributes.Result>
{
    public required string LoadBalancerArn { get; init; }

    public required IReadOnlyList<AttributeMember> Attributes { get; init; }

    public sealed record Result(IReadOnlyList<AttributeMember> Attributes);

    public override Result Apply(Draft draft)
    {
        var balancer = draft.Balancer(LoadBalancerArn);
        var list = BalancerSettings.Of(balancer).List;
        var changed = balancer with { Attributes = list.With(balancer.Attributes, AttributeMember.Pairs(Attributes), $"Load balancers of type '{BalancerWords.Of(balancer.Type)}'") };
        CheckLogs(changed, BalancerSettings.Of(changed));
        draft.Put(changed);
        return new Result(AttributeMember.Of(list, changed.Attributes));
    }

    private static void CheckLogs(LoadBalancer balancer, BalancerSettings settings)
    {
        if (balancer.Type == BalancerType.Gateway) return;
        foreach (var (name, place) in new[] { ("access_logs", settings.AccessLogs), ("connection_logs", settings.ConnectionLogs), ("health_check_logs", settings.HealthCheckLogs) })
        {
            if (place is { Bucket: "" }) throw BalancerFaults.Configuration($"The value of '{name}.s3.bucket' cannot be empty while '{name}.s3.enabled' is true");
        }
        if (int.Parse(balancer.Attributes.GetValueOrDefault("secondary_ips.auto_assigned.per_subnet", "0")) > 0) throw BalancerFaults.Configuration("Secondary addresses of nodes are not there in Haneul: a node has as many ports for targets as it needs");
    }
}
