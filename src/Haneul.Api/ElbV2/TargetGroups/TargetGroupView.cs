using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>A target group as it is answered. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroup.html</summary>
public sealed record TargetGroupView
{
    public required string TargetGroupArn { get; init; }

    public required string TargetGroupName { get; init; }

    public string? Protocol { get; init; }

    public int? Port { get; init; }

    public Id<Vpc>? VpcId { get; init; }

    public string? HealthCheckProtocol { get; init; }

    public string? HealthCheckPort { get; init; }

    public required bool HealthCheckEnabled { get; init; }

    public required int HealthCheckIntervalSeconds { get; init; }

    public required int HealthCheckTimeoutSeconds { get; init; }

    public required int HealthyThresholdCount { get; init; }

    public required int UnhealthyThresholdCount { get; init; }

    public string? HealthCheckPath { get; init; }

    public MatcherMember? Matcher { get; init; }

    public required IReadOnlyList<string> LoadBalancerArns { get; init; }

    public required string TargetType { get; init; }

    public string? ProtocolVersion { get; init; }

    public string? IpAddressType { get; init; }

    internal static TargetGroupView Of(Scope scope, TargetGroup group)
    {
        var isFunction = group.Type == Model.TargetType.Lambda;
        return new TargetGroupView
        {
            TargetGroupArn = scope.ArnOf(group.Id),
            TargetGroupName = group.Name,
            Protocol = group.Protocol is { } protocol ? BalancerWords.Of(protocol) : null,
            Port = group.Port,
            VpcId = group.VpcId,
            HealthCheckProtocol = isFunction ? null : BalancerWords.Of(group.HealthCheck.Protocol),
            HealthCheckPort = isFunction ? null : group.HealthCheck.Port,
            HealthCheckEnabled = group.HealthCheck.Enabled,
            HealthCheckIntervalSeconds = group.HealthCheck.IntervalSeconds,
            HealthCheckTimeoutSeconds = group.HealthCheck.TimeoutSeconds,
            HealthyThresholdCount = group.HealthCheck.HealthyThreshold,
            UnhealthyThresholdCount = group.HealthCheck.UnhealthyThreshold,
            HealthCheckPath = group.HealthCheck.Path,
            Matcher = MatcherMember.Of(group),
            LoadBalancerArns = [.. Model.TargetGroups.BalancersOf(scope, group).Select(b => scope.ArnOf(b.Id))],
            TargetType = BalancerWords.Of(group.Type),
            ProtocolVersion = group.ProtocolVersion,
            IpAddressType = isFunction ? null : group.AddressType,
        };
    }
}
