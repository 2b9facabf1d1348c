using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>A balancer to be made.</summary>
public sealed record BalancerRequest(string Name, BalancerType Type, bool IsInternal)
{
    public required ImmutableArray<NodeRequest> Nodes { get; init; }

    /// <summary>An application balancer without any is in its VPC's default group.</summary>
    public ImmutableArray<Id<SecurityGroup>> GroupIds { get; init; } = [];

    public string AddressType { get; init; } = "ipv4";

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = TagSet.None;
}

/// <summary>Where a balancer is to meet a zone.</summary>
public sealed record NodeRequest(Id<Subnet> SubnetId)
{
    /// <summary>For internet-facing network balancers.</summary>
    public Id<ElasticAddress>? AllocationId { get; init; }

    /// <summary>For internal network balancers.</summary>
    public Ip? PrivateIp { get; init; }

    public Ip? Ipv6 { get; init; }
}
