using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>A virtual private cloud: a private network in one region, isolated until something connects it.</summary>
public sealed record Vpc : IResource<Vpc>, ITransient
{
    public static Kind Kind { get; } = new("vpc", "vpc", "vpc", "InvalidVpcID.NotFound", "InvalidVpcID.Malformed", "vpc ID");

    public required Id<Vpc> Id { get; init; }

    /// <summary>The first is the primary one, which can never be taken away; IPv4 and IPv6 together.</summary>
    public required ImmutableArray<CidrAssociation> Blocks { get; init; }

    public required VpcState State { get; init; }

    public required Id<DhcpOptions>? DhcpOptionsId { get; init; }

    public string InstanceTenancy { get; init; } = "default";

    public bool IsDefault { get; init; }

    public bool EnableDnsSupport { get; init; } = true;

    public bool EnableDnsHostnames { get; init; }

    public bool EnableNetworkAddressUsageMetrics { get; init; }

    /// <summary>The primary IPv4 block.</summary>
    public Cidr Cidr => Blocks[0].Block;

    /// <summary>All associated blocks of both families.</summary>
    public IEnumerable<Cidr> Cidrs => Blocks.Where(b => b.IsAssociated).Select(b => b.Block);

    public Report? Settled(Place place) => State == VpcState.Pending || Blocks.Any(b => b.IsOnItsWay) ? new VpcIsReady(place, Id) : null;

    public bool Holds(Ip ip)
    {
        foreach (var b in Blocks)
        {
            if (b.IsAssociated && b.Block.Contains(ip)) return true;
        }
        return false;
    }
}

/// <summary>How far a VPC is, in the words of DescribeVpcs.</summary>
public enum VpcState
{
    Pending,
    Available,
}

/// <summary>A block of addresses that a VPC or subnet has (<c>vpc-cidr-assoc-…</c>, <c>subnet-cidr-assoc-…</c>).</summary>
public sealed record CidrAssociation(string AssociationId, Cidr Block, CidrState State)
{
    /// <summary>Still in force: associating or associated.</summary>
    public bool IsAssociated => State is CidrState.Associating or CidrState.Associated;

    public bool IsOnItsWay => State is CidrState.Associating or CidrState.Disassociating;

    /// <summary>The blocks once all of them have arrived: those that were going are gone.</summary>
    public static ImmutableArray<CidrAssociation> Arrived(ImmutableArray<CidrAssociation> blocks) =>
        [.. blocks.Where(b => b.IsAssociated).Select(b => b with { State = CidrState.Associated })];
}

/// <summary>How far the association of a block of addresses is.</summary>
public enum CidrState
{
    Associating,
    Associated,
    Disassociating,
    Disassociated,
}
