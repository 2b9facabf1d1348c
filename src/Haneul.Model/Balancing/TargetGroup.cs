using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>
/// Targets that can stand for one another, how they are spoken to, and how their health is found out. The id is the resource part of its ARN: <c>targetgroup/name/73e2d6bc24d8a067</c>.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroup.html
/// </summary>
public sealed record TargetGroup : IResource<TargetGroup>, IMarked
{
    public static Kind Kind { get; } = new("target-group", "", "", "TargetGroupNotFound", "ValidationError", "target group");

    public required Id<TargetGroup> Id { get; init; }

    /// <summary>Unique among the groups of its account and region.</summary>
    public required string Name { get; init; }

    public required TargetType Type { get; init; }

    /// <summary>Null for lambda.</summary>
    public BalancerProtocol? Protocol { get; init; }

    /// <summary>HTTP1, HTTP2 or GRPC; for HTTP and HTTPS.</summary>
    public string? ProtocolVersion { get; init; }

    /// <summary>Of targets that are registered without one; null for lambda.</summary>
    public int? Port { get; init; }

    /// <summary>Null for lambda.</summary>
    public Id<Vpc>? VpcId { get; init; }

    /// <summary>ipv4 or ipv6.</summary>
    public string AddressType { get; init; } = "ipv4";

    public required HealthCheck HealthCheck { get; init; }

    /// <summary>What was set, by AWS's keys (<c>deregistration_delay.timeout_seconds</c>); what is absent has its default.</summary>
    public ImmutableSortedDictionary<string, string> Attributes { get; init; } = TagSet.None;

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = TagSet.None;

    IEnumerable<string> IMarked.Marks => [Name];
}

/// <summary>What targets are named by.</summary>
public enum TargetType
{
    Instance,
    Ip,
    Lambda,
    Alb,
}

/// <summary>How a target's health is found out. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html</summary>
public sealed record HealthCheck
{
    public bool Enabled { get; init; } = true;

    public required BalancerProtocol Protocol { get; init; }

    /// <summary>A number, or traffic-port.</summary>
    public string Port { get; init; } = "traffic-port";

    /// <summary>For HTTP and HTTPS.</summary>
    public string? Path { get; init; }

    public required int IntervalSeconds { get; init; }

    public required int TimeoutSeconds { get; init; }

    public required int HealthyThreshold { get; init; }

    public required int UnhealthyThreshold { get; init; }

    /// <summary>Codes that mean health: <c>200</c>, <c>200,202</c>, <c>200-299</c>; of HTTP, or of gRPC.</summary>
    public string? Matcher { get; init; }
}
