using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>Where a group's traffic comes from: a target group by its ARN. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_TrafficSourceIdentifier.html</summary>
public sealed record TrafficSourceIdentifier
{
    public required string Identifier { get; init; }

    /// <summary>elbv2.</summary>
    public string? Type { get; init; }

    internal static IEnumerable<string> ArnsOf(IReadOnlyList<TrafficSourceIdentifier> sources) => sources.Select(s => s.Type is null or "elbv2"
        ? s.Identifier
        : throw ScalingFaults.NotEmulated($"Traffic sources of type {s.Type} are"));
}
