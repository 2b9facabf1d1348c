using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>A part of a VPC's addresses in one zone.</summary>
public sealed record Subnet : IResource<Subnet>, ITransient
{
    /// <summary>AWS keeps the first four addresses and the last: network, router, resolver, future use, broadcast.</summary>
    public const int ReservedAddresses = 5;

    public static Kind Kind { get; } = new(
        "subnet", "subnet", "subnet", "InvalidSubnetID.NotFound", "InvalidSubnetID.Malformed", "subnet ID");

    public required Id<Subnet> Id { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    /// <summary>The zone's name (<c>ap-northeast-2a</c>).</summary>
    public required string Zone { get; init; }

    /// <summary>The IPv4 block; absent only in an IPv6-only subnet.</summary>
    public Cidr? Cidr { get; init; }

    public ImmutableArray<CidrAssociation> Ipv6Blocks { get; init; } = [];

    public VpcState State { get; init; } = VpcState.Available;

    public bool DefaultForAz { get; init; }

    public bool MapPublicIpOnLaunch { get; init; }

    public bool AssignIpv6AddressOnCreation { get; init; }

    public bool EnableDns64 { get; init; }

    public bool Ipv6Native { get; init; }

    public string HostnameType { get; init; } = "ip-name";

    public bool ResourceNameDnsARecord { get; init; }

    public bool ResourceNameDnsAaaaRecord { get; init; }

    public Report? Settled(Place place) => Ipv6Blocks.Any(b => b.IsOnItsWay) ? new SubnetIsReady(place, Id) : null;

    /// <summary>The blocks in force, both families.</summary>
    public IEnumerable<Cidr> Cidrs
    {
        get
        {
            if (Cidr is { } v4) yield return v4;
            foreach (var b in Ipv6Blocks)
            {
                if (b.IsAssociated) yield return b.Block;
            }
        }
    }
}
