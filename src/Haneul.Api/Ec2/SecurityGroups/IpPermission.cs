using System.Collections.Immutable;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Rules of one protocol and port range with all their peers, as EC2 writes them both ways. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html</summary>
public sealed record IpPermission
{
    public string? IpProtocol { get; init; }

    public int? FromPort { get; init; }

    public int? ToPort { get; init; }

    [Wire("Groups", Out = "groups")]
    public IReadOnlyList<UserIdGroupPair> UserIdGroupPairs { get; init; } = [];

    [Wire("IpRanges", Out = "ipRanges")]
    public IReadOnlyList<IpRange> IpRanges { get; init; } = [];

    [Wire("Ipv6Ranges", Out = "ipv6Ranges")]
    public IReadOnlyList<Ipv6Range> Ipv6Ranges { get; init; } = [];

    [Wire("PrefixListIds", Out = "prefixListIds")]
    public IReadOnlyList<PrefixListPeer> PrefixListIds { get; init; } = [];

    /// <summary>The rules of one direction, gathered by protocol and ports in the order in which these first appear.</summary>
    public static IReadOnlyList<IpPermission> Of(Scope scope, IEnumerable<SecurityGroupRule> rules) =>
    [
        .. rules.GroupBy(r => (r.Protocol, r.FromPort, r.ToPort)).Select(same => new IpPermission
        {
            IpProtocol = Protocols.NameOf(same.Key.Protocol),
            FromPort = same.Key.FromPort,
            ToPort = same.Key.ToPort,
            UserIdGroupPairs = [.. same.Where(r => r.Peer.GroupId is not null).Select(r => UserIdGroupPair.Of(scope, r))],
            IpRanges = [.. same.Where(r => r.Peer.Block is { IsV6: false }).Select(r => new IpRange { CidrIp = r.Peer.Block, Description = r.Description })],
            Ipv6Ranges = [.. same.Where(r => r.Peer.Block is { IsV6: true }).Select(r => new Ipv6Range { CidrIpv6 = r.Peer.Block, Description = r.Description })],
            PrefixListIds = [.. same.Where(r => r.Peer.PrefixListId is not null).Select(r => new PrefixListPeer { PrefixListId = r.Peer.PrefixListId, Description = r.Description })],
        }),
    ];
}

/// <summary>An IPv4 block as a peer.</summary>
public sealed record IpRange
{
    public Cidr? CidrIp { get; init; }

    public string? Description { get; init; }
}

/// <summary>An IPv6 block as a peer.</summary>
public sealed record Ipv6Range
{
    public Cidr? CidrIpv6 { get; init; }

    public string? Description { get; init; }
}

/// <summary>A prefix list as a peer.</summary>
public sealed record PrefixListPeer
{
    public Id<PrefixList>? PrefixListId { get; init; }

    public string? Description { get; init; }
}

/// <summary>A group as a peer: of the same VPC, or of one that is peered with it.</summary>
public sealed record UserIdGroupPair
{
    public string? Description { get; init; }

    public string? UserId { get; init; }

    public string? GroupName { get; init; }

    public Id<SecurityGroup>? GroupId { get; init; }

    public Id<Vpc>? VpcId { get; init; }

    public Id<VpcPeering>? VpcPeeringConnectionId { get; init; }

    [NoEffect("answered only; clients send back what they were given")]
    public string? PeeringStatus { get; init; }

    public static UserIdGroupPair Of(Scope scope, SecurityGroupRule rule) => new()
    {
        Description = rule.Description,
        UserId = rule.Peer.GroupOwner ?? scope.Account,
        GroupId = rule.Peer.GroupId,
        VpcId = rule.Peer.PeeringId is null ? null : rule.Peer.PeerVpcId,
        VpcPeeringConnectionId = rule.Peer.PeeringId,
        PeeringStatus = StatusOf(scope, rule),
    };

    /// <summary>The state of the peering over which a group was named; null for a group of the same VPC.</summary>
    public static string? StatusOf(Scope scope, SecurityGroupRule rule) => rule.Peer.PeeringId is { } id
        ? PeeringStates.NameOf(scope.Find<VpcPeering>(id)?.State ?? PeeringState.Deleted)
        : null;
}
