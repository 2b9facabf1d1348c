using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>A NAT gateway to be made; one that names elastic addresses is public.</summary>
public sealed record NatGatewayRequest(Id<Subnet> SubnetId, bool IsPublic)
{
    public Ip? PrivateIp { get; init; }

    public ImmutableArray<Ip> SecondaryIps { get; init; } = [];

    public int SecondaryCount { get; init; }

    /// <summary>The first is the primary one.</summary>
    public ImmutableArray<Id<ElasticAddress>> AllocationIds { get; init; } = [];
}
