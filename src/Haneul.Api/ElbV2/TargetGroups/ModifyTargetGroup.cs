using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Changes how the health of a group's targets is found out. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroup.html</summary>
public sealed record ModifyTargetGroup : Command<ModifyTargetGroup.Result>
{
    public required string TargetGroupArn { get; init; }

    public string? HealthCheckProtocol { get; init; }

    public string? HealthCheckPort { get; init; }

    public string? HealthCheckPath { get; init; }

    public bool? HealthCheckEnabled { get; init; }

    public int? HealthCheckIntervalSeconds { get; init; }

    public int? HealthCheckTimeoutSeconds { get; init; }

    public int? HealthyThresholdCount { get; init; }

    public int? UnhealthyThresholdCount { get; init; }

    public MatcherMember? Matcher { get; init; }

    public sealed record Result(IReadOnlyList<TargetGroupView> TargetGroups);

    public override Result Apply(Draft draft)
    {
        var group = draft.Group(TargetGroupArn);
        var speaks = HealthCheckProtocol is { } word ? BalancerWords.Protocol(word) : group.HealthCheck.Protocol;
        if ((HealthCheckPath is not null || Matcher is not null) && !Model.TargetGroups.IsHttp(speaks)) throw BalancerFaults.Configuration("A health check by TCP takes no path and no matcher");
        var check = group.HealthCheck with
        {
            Protocol = speaks,
            Enabled = HealthCheckEnabled ?? group.HealthCheck.Enabled,
            Port = HealthCheckPort ?? group.HealthCheck.Port,
            Path = HealthCheckPath ?? group.HealthCheck.Path,
            IntervalSeconds = HealthCheckIntervalSeconds ?? group.HealthCheck.IntervalSeconds,
            TimeoutSeconds = HealthCheckTimeoutSeconds ?? group.HealthCheck.TimeoutSeconds,
            HealthyThreshold = HealthyThresholdCount ?? group.HealthCheck.HealthyThreshold,
            UnhealthyThreshold = UnhealthyThresholdCount ?? group.HealthCheck.UnhealthyThreshold,
            Matcher = Matcher?.CodesFor(group.ProtocolVersion) ?? group.HealthCheck.Matcher,
        };
        var changed = group with { HealthCheck = HealthChecks.WithHttp(check, group.Protocol, group.ProtocolVersion) };
        HealthChecks.Check(changed);
        return new Result([TargetGroupView.Of(draft, draft.Put(changed))]);
    }
}
