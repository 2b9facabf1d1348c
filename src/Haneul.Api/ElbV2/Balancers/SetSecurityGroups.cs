using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Puts a balancer under other security groups. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetSecurityGroups.html</summary>
public sealed record SetSecurityGroups : Command<SetSecurityGroups.Result>
{
    public required string LoadBalancerArn { get; init; }

    public required IReadOnlyList<string> SecurityGroups { get; init; }

    public string? EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic { get; init; }

    public sealed record Result(IReadOnlyList<Id<SecurityGroup>> SecurityGroupIds, string? EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic);

    public override Result Apply(Draft draft)
    {
        var balancer = draft.Balancer(LoadBalancerArn);
        if (EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic is not (null or "on" or "off")) throw BalancerFaults.Validation("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic must be on or off");
        var changed = Model.Balancers.Regroup(draft, balancer, [.. SecurityGroups.Select(g => new Id<SecurityGroup>(g))]);
        if (EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic is { } word) changed = draft.Put(changed with { EnforcesGroupsOnPrivateLink = word == "on" });
        return new Result(changed.GroupIds, LoadBalancerView.EnforcementOf(changed));
    }
}
