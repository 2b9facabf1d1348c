using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Makes a target group. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html</summary>
public sealed record CreateTargetGroup : Command<CreateTargetGroup.Result>
{
    public required string Name { get; init; }

    public string? Protocol { get; init; }

    public string? ProtocolVersion { get; init; }

    public int? Port { get; init; }

    public string? VpcId { get; init; }

    public string? HealthCheckProtocol { get; init; }

    public string? HealthCheckPort { get; init; }

    public bool? HealthCheckEnabled { get; init; }

    public string? HealthCheckPath { get; init; }

    public int? HealthCheckIntervalSeconds { get; init; }

    public int? HealthCheckTimeoutSeconds { get; init; }

    public int? HealthyThresholdCount { get; init; }

    public int? UnhealthyThresholdCount { get; init; }

    public MatcherMember? Matcher { get; init; }

    public string TargetType { get; init; } = "instance";

    public IReadOnlyList<ElbTag> Tags { get; init; } = [];

    public string? IpAddressType { get; init; }

    public sealed record Result(IReadOnlyList<TargetGroupView> TargetGroups);

    public override Result Apply(Draft draft)
    {
        var type = BalancerWords.Target(TargetType);
        BalancerProtocol? protocol = Protocol is { } word ? BalancerWords.Protocol(word) : null;
        // Terraform sends an empty one where none was chosen.
        var version = ProtocolVersion is { Length: > 0 } given ? given : Model.TargetGroups.IsHttp(protocol) ? "HTTP1" : null;
        var group = Model.TargetGroups.Make(draft, new TargetGroup
        {
            Id = Model.TargetGroups.NewId(draft, Name),
            Name = Name,
            Type = type,
            Protocol = protocol,
            ProtocolVersion = version,
            Port = Port,
            VpcId = VpcId is { } vpc ? new Id<Vpc>(vpc) : null,
            AddressType = IpAddressType ?? "ipv4",
            HealthCheck = Check(type, protocol, version),
            Tags = ElbTag.New(Tags),
        });
        return new Result([TargetGroupView.Of(draft, group)]);
    }

    private HealthCheck Check(TargetType type, BalancerProtocol? protocol, string? version)
    {
        var usual = HealthChecks.Default(type, protocol, version, HealthCheckProtocol is { } word ? BalancerWords.Protocol(word) : null);
        if ((HealthCheckPath is not null || Matcher is not null) && !Model.TargetGroups.IsHttp(usual.Protocol)) throw BalancerFaults.Configuration("A health check by TCP takes no path and no matcher");
        return usual with
        {
            Enabled = HealthCheckEnabled ?? usual.Enabled,
            Port = HealthCheckPort ?? usual.Port,
            Path = HealthCheckPath ?? usual.Path,
            IntervalSeconds = HealthCheckIntervalSeconds ?? usual.IntervalSeconds,
            TimeoutSeconds = HealthCheckTimeoutSeconds ?? usual.TimeoutSeconds,
            HealthyThreshold = HealthyThresholdCount ?? usual.HealthyThreshold,
            UnhealthyThreshold = UnhealthyThresholdCount ?? usual.UnhealthyThreshold,
            Matcher = Matcher?.CodesFor(version) ?? usual.Matcher,
        };
    }
}
