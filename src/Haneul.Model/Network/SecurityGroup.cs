using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>A stateful allow-list on interfaces: the union of its rules may pass, anything else may not.</summary>
public sealed record SecurityGroup : IResource<SecurityGroup>
{
    public static Kind Kind { get; } = new(
        "security-group", "sg", "security-group", "InvalidGroup.NotFound", "InvalidGroupId.Malformed", "security group");

    public required Id<SecurityGroup> Id { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public ImmutableArray<SecurityGroupRule> Rules { get; init; } = [];
}

/// <summary>One permission of a group; it has an id and tags of its own.</summary>
public sealed record SecurityGroupRule
{
    /// <summary>For ids and faults only: rules live in their group.</summary>
    public const string Prefix = "sgr";

    public required string Id { get; init; }

    public required bool IsEgress { get; init; }

    /// <summary>IANA protocol number, or -1 for all (then ports mean nothing).</summary>
    public required int Protocol { get; init; }

    /// <summary>First port, or ICMP type (-1 for all); absent where the protocol has no ports.</summary>
    public int? FromPort { get; init; }

    /// <summary>Last port, or ICMP code (-1 for all).</summary>
    public int? ToPort { get; init; }

    public required RulePeer Peer { get; init; }

    public string? Description { get; init; }
}

/// <summary>The other end that a rule speaks of; exactly one of block, prefix list and group is set.</summary>
public readonly record struct RulePeer
{
    public Cidr? Block { get; init; }

    public Id<PrefixList>? PrefixListId { get; init; }

    /// <summary>The members of a group, of this VPC or of a peered one.</summary>
    public Id<SecurityGroup>? GroupId { get; init; }

    /// <summary>The account of the group, where it is another's.</summary>
    public string? GroupOwner { get; init; }

    /// <summary>The peering over which the group was named, if it is in another VPC; stale once that is gone.</summary>
    public Id<VpcPeering>? PeeringId { get; init; }

    /// <summary>The other VPC, remembered so that a stale rule can still say where its group was.</summary>
    public Id<Vpc>? PeerVpcId { get; init; }
}
