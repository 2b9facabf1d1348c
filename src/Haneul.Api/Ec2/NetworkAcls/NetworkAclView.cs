using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>An ACL as EC2 answers it, with the rules that it implies. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkAcl.html</summary>
public sealed record NetworkAclView
{
    public required IReadOnlyList<NetworkAclAssociationView> Associations { get; init; }

    public required IReadOnlyList<NetworkAclEntryView> Entries { get; init; }

    [Wire("default")]
    public required bool IsDefault { get; init; }

    public required Id<NetworkAcl> NetworkAclId { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    public required string OwnerId { get; init; }

    public static NetworkAclView Of(Scope scope, NetworkAcl acl) => new()
    {
        Associations = [.. acl.Associations.Select(a => new NetworkAclAssociationView(a.Id, acl.Id, a.SubnetId))],
        Entries = [.. EntriesOf(scope, acl).Select(NetworkAclEntryView.Of)],
        IsDefault = acl.IsDefault,
        NetworkAclId = acl.Id,
        Tags = scope.TagsFor(acl.Id.Value),
        VpcId = acl.VpcId,
        OwnerId = scope.Account,
    };

    /// <summary>All entries, egress first, each direction ended by its implied deny; IPv6 has one of its own where the VPC has an IPv6 block.</summary>
    public static IEnumerable<AclEntry> EntriesOf(Scope scope, NetworkAcl acl)
    {
        var hasV6 = scope.Find<Vpc>(acl.VpcId)?.Cidrs.Any(c => c.IsV6) ?? false;
        foreach (var egress in new[] { true, false })
        {
            foreach (var entry in acl.Entries.Where(e => e.IsEgress == egress)) yield return entry;
            yield return Deny(egress, AclEntry.Last, Cidr.AnyV4);
            if (hasV6) yield return Deny(egress, AclEntry.Last + 1, Cidr.AnyV6);
        }
    }

    private static AclEntry Deny(bool egress, int number, Cidr block) =>
        new() { IsEgress = egress, Number = number, Protocol = Protocols.All, Allows = false, Block = block };
}

/// <summary>The subnet that an ACL guards.</summary>
public sealed record NetworkAclAssociationView(string NetworkAclAssociationId, Id<NetworkAcl> NetworkAclId, Id<Subnet> SubnetId);

/// <summary>One rule of an ACL; the protocol is always a number.</summary>
public sealed record NetworkAclEntryView
{
    public Cidr? CidrBlock { get; init; }

    public required bool Egress { get; init; }

    public IcmpTypeCode? IcmpTypeCode { get; init; }

    public Cidr? Ipv6CidrBlock { get; init; }

    public PortRange? PortRange { get; init; }

    public required int Protocol { get; init; }

    public required string RuleAction { get; init; }

    public required int RuleNumber { get; init; }

    public static NetworkAclEntryView Of(AclEntry entry) => new()
    {
        CidrBlock = entry.Block.IsV6 ? null : entry.Block,
        Egress = entry.IsEgress,
        IcmpTypeCode = entry.IcmpType is null ? null : new IcmpTypeCode { Code = entry.IcmpCode, Type = entry.IcmpType },
        Ipv6CidrBlock = entry.Block.IsV6 ? entry.Block : null,
        PortRange = entry.FromPort is null ? null : new PortRange { From = entry.FromPort, To = entry.ToPort },
        Protocol = entry.Protocol,
        RuleAction = entry.Allows ? "allow" : "deny",
        RuleNumber = entry.Number,
    };
}

/// <summary>An ICMP type and code; -1 for all.</summary>
public sealed record IcmpTypeCode
{
    public int? Code { get; init; }

    public int? Type { get; init; }
}

/// <summary>First and last port.</summary>
public sealed record PortRange
{
    public int? From { get; init; }

    public int? To { get; init; }
}
