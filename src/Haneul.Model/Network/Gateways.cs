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

    /// <summary>Its reverse name, with the final dot.</summary>
    public string? PtrRecord { get; init; }

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
