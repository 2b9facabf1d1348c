using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>Connects a VPC to the internet; translates private to public addresses one to one. A VPC has one at most.</summary>
public sealed record InternetGateway : IResource<InternetGateway>
{
    public static Kind Kind { get; } = new(
        "internet-gateway", "igw", "internet-gateway", "InvalidInternetGatewayID.NotFound", "InvalidInternetGatewayId.Malformed", "internetGateway ID");

    public required Id<InternetGateway> Id { get; init; }

    /// <summary>The VPC that it is attached to.</summary>
    public Id<Vpc>? VpcId { get; init; }
}

/// <summary>Lets IPv6 out of a VPC and only answers in.</summary>
public sealed record EgressOnlyInternetGateway : IResource<EgressOnlyInternetGateway>
{
    public static Kind Kind { get; } = new(
        "egress-only-internet-gateway", "eigw", "egress-only-internet-gateway",
        "InvalidGatewayID.NotFound", "InvalidEgressOnlyInternetGatewayId.Malformed", "egress-only internet gateway ID");

    public required Id<EgressOnlyInternetGateway> Id { get; init; }

    public required Id<Vpc> VpcId { get; init; }
}

/// <summary>Translates many private addresses to its own, by port. A public one has an elastic address and leaves by the internet gateway.</summary>
public sealed record NatGateway : IResource<NatGateway>
{
    public static Kind Kind { get; } = new(
        "natgateway", "nat", "natgateway", "NatGatewayNotFound", "NatGatewayMalformed", "NAT gateway");

    public required Id<NatGateway> Id { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    public required Id<Subnet> SubnetId { get; init; }

    public required bool IsPublic { get; init; }

    public required NatGatewayState State { get; init; }

    /// <summary>The first is the primary one.</summary>
    public required ImmutableArray<NatAddress> Addresses { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset? DeleteTime { get; init; }

    public string? FailureCode { get; init; }

    public string? FailureMessage { get; init; }
}

/// <summary>How far a NAT gateway is, in the words of DescribeNatGateways; one that failed or was deleted stays visible for a while.</summary>
public enum NatGatewayState
{
    Pending,
    Failed,
    Available,
    Deleting,
    Deleted,
}

/// <summary>An address of a NAT gateway: the private one on its interface and, when public, the elastic one.</summary>
public sealed record NatAddress(Id<NetworkInterface> InterfaceId, Ip PrivateIp, Id<ElasticAddress>? AllocationId)
{
    public string? AssociationId { get; init; }

    /// <summary>The public address at the time of association.</summary>
    public Ip? PublicIp { get; init; }
}

/// <summary>A public address that an account keeps until it releases it.</summary>
public sealed record ElasticAddress : IResource<ElasticAddress>, IMarked
{
    public static Kind Kind { get; } = new(
        "elastic-ip", "eipalloc", "elastic-ip", "InvalidAllocationID.NotFound", "InvalidAllocationID.Malformed", "allocation ID");

    public required Id<ElasticAddress> Id { get; init; }

    public required Ip PublicIp { get; init; }

    public string? AssociationId { get; init; }

    public Id<NetworkInterface>? InterfaceId { get; init; }

    /// <summary>The private address of the interface that it stands for.</summary>
    public Ip? PrivateIp { get; init; }

    /// <summary>Found by its public address, association and interface.</summary>
    IEnumerable<string> IMarked.Marks
    {
        get
        {
            yield return PublicIp.ToString();
            if (AssociationId is not null) yield return AssociationId;
            if (InterfaceId is { } nic) yield return nic.Value;
        }
    }
}
