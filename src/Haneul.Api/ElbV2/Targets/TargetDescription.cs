using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>A target, both ways. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html</summary>
public sealed record TargetDescription
{
    public required string Id { get; init; }

    public int? Port { get; init; }

    public string? AvailabilityZone { get; init; }

    internal static TargetDescription Of(TargetRegistration target) => new() { Id = target.TargetId, Port = target.Port == 0 ? null : target.Port, AvailabilityZone = target.Zone };
}
