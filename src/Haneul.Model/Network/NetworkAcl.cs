using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>A stateless, numbered list of rules on a subnet's border; the first that matches decides, and the last (*) denies.</summary>
public sealed record NetworkAcl : IResource<NetworkAcl>
{
    public static Kind Kind { get; } = new(
        "network-acl", "acl", "network-acl", "InvalidNetworkAclID.NotFound", "InvalidNetworkAclId.Malformed", "networkAcl ID");

    public required Id<NetworkAcl> Id { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    public bool IsDefault { get; init; }

    /// <summary>By direction (ingress first) and number. The final deny (32767) is implied and not stored.</summary>
    public ImmutableArray<AclEntry> Entries { get; init; } = [];

    public ImmutableArray<AclAssociation> Associations { get; init; } = [];
}

/// <summary>One numbered rule of an ACL.</summary>
public sealed record AclEntry
{
    /// <summary>The number of the implied last rule, shown as <c>*</c>.</summary>
    public const int Last = 32767;

    public required bool IsEgress { get; init; }

    /// <summary>1–32766.</summary>
    public required int Number { get; init; }

    /// <summary>IANA protocol number, or -1 for all.</summary>
    public required int Protocol { get; init; }

    public required bool Allows { get; init; }

    public required Cidr Block { get; init; }

    /// <summary>First port; TCP and UDP only.</summary>
    public int? FromPort { get; init; }

    public int? ToPort { get; init; }

    /// <summary>ICMP only; -1 for all.</summary>
    public int? IcmpType { get; init; }

    public int? IcmpCode { get; init; }
}

/// <summary>The subnet that an ACL guards; every subnet has exactly one ACL.</summary>
public sealed record AclAssociation(string Id, Id<Subnet> SubnetId);
