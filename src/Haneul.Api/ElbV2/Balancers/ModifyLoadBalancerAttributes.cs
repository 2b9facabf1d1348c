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
        var changed = balancer with { Attributes = list.With(balancer.Attributes, AttributeMember.Pairs(Attributes), "Load balancer", $"of type '{BalancerWords.Of(balancer.Type)}'") };
        var settings = BalancerSettings.Of(changed);
        RequireBucket("access_logs", settings.AccessLogs);
        RequireBucket("connection_logs", settings.ConnectionLogs);
        draft.Put(changed);
        return new Result(AttributeMember.Of(list, changed.Attributes));
    }

    private static void RequireBucket(string logs, LogPlace? place)
    {
        if (place is { Bucket: "" }) throw BalancerFaults.Configuration($"The value of '{logs}.s3.bucket' cannot be empty while '{logs}.s3.enabled' is true");
    }
}
