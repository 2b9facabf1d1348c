using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>A private way to a service: as a route (gateway) or as interfaces in subnets.</summary>
public sealed record VpcEndpoint : IResource<VpcEndpoint>, ITransient
{
    public static Kind Kind { get; } = new(
        "vpc-endpoint", "vpce", "vpc-endpoint", "InvalidVpcEndpointId.NotFound", "InvalidVpcEndpointId.Malformed", "Vpc Endpoint Id");

    public required Id<VpcEndpoint> Id { get; init; }

    /// <summary>Gateway, Interface, GatewayLoadBalancer …</summary>
    public required string Type { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    /// <summary><c>com.amazonaws.ap-northeast-2.s3</c></summary>
    public required string ServiceName { get; init; }

    /// <summary>pending, available or deleting.</summary>
    public required string State { get; init; }

    public string? PolicyDocument { get; init; }

    /// <summary>Gateway endpoints: the tables that have a route to the service's prefix list.</summary>
    public ImmutableArray<Id<RouteTable>> RouteTableIds { get; init; } = [];

    public ImmutableArray<Id<Subnet>> SubnetIds { get; init; } = [];

    public ImmutableArray<Id<NetworkInterface>> InterfaceIds { get; init; } = [];

    public ImmutableArray<Id<SecurityGroup>> GroupIds { get; init; } = [];

    public bool PrivateDnsEnabled { get; init; }

    public string IpAddressType { get; init; } = "ipv4";

    public string? DnsRecordIpType { get; init; }

    public bool? PrivateDnsOnlyForInboundResolverEndpoint { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public bool IsGateway => Type == "Gateway";

    public Report? Settled(Place place) => State is "pending" or "deleting" ? new EndpointGoesOn(place, Id) : null;
}
