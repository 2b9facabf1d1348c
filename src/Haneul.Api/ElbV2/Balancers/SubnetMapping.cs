using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>A subnet for a balancer, with the address that it is to have there. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SubnetMapping.html</summary>
public sealed record SubnetMapping
{
    public string? SubnetId { get; init; }

    public string? AllocationId { get; init; }

    public Ip? PrivateIPv4Address { get; init; }

    public Ip? IPv6Address { get; init; }

    /// <summary>The subnets that a call names, one way or the other.</summary>
    internal static ImmutableArray<NodeRequest> Of(IReadOnlyList<string> subnets, IReadOnlyList<SubnetMapping> mappings)
    {
        if (subnets.Count > 0 == mappings.Count > 0) throw BalancerFaults.Validation("You must specify either subnets or subnet mappings");
        return subnets.Count > 0 ? [.. subnets.Select(s => new NodeRequest(new Id<Subnet>(s)))] : [.. mappings.Select(m => m.Wanted())];
    }

    private NodeRequest Wanted() => new(new Id<Subnet>(SubnetId ?? throw BalancerFaults.Validation("A subnet mapping needs a subnet ID")))
    {
        AllocationId = AllocationId is { Length: > 0 } id ? new Id<ElasticAddress>(id) : null,
        PrivateIp = PrivateIPv4Address,
        Ipv6 = IPv6Address,
    };
}
