using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A peering as one of its sides sees it: with that side's tags. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcPeeringConnection.html</summary>
public sealed record VpcPeeringView
{
    public required PeeringSideView AccepterVpcInfo { get; init; }

    /// <summary>Only while it can still be accepted.</summary>
    public DateTimeOffset? ExpirationTime { get; init; }

    public required PeeringSideView RequesterVpcInfo { get; init; }

    public required PeeringStatus Status { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public required Id<VpcPeering> VpcPeeringConnectionId { get; init; }

    public static VpcPeeringView Of(Scope scope, VpcPeering p)
    {
        var isActive = p.State is PeeringState.Active or PeeringState.Provisioning;
        return new VpcPeeringView
        {
            AccepterVpcInfo = PeeringSideView.Of(scope, p.Accepter, isActive),
            ExpirationTime = p.State is PeeringState.InitiatingRequest or PeeringState.PendingAcceptance ? p.ExpirationTime : null,
            RequesterVpcInfo = PeeringSideView.Of(scope, p.Requester, true),
            Status = new PeeringStatus(PeeringStates.NameOf(p.State), p.Message),
            Tags = scope.TagsFor(p.Id.Value),
            VpcPeeringConnectionId = p.Id,
        };
    }
}

/// <summary>The state of a peering, and what it means.</summary>
public sealed record PeeringStatus(string Code, string Message);

/// <summary>One VPC of a peering. Blocks and options of the accepter are shown once it has accepted.</summary>
public sealed record PeeringSideView
{
    public Cidr? CidrBlock { get; init; }

    public IReadOnlyList<Ipv6CidrBlockView>? Ipv6CidrBlockSet { get; init; }

    public IReadOnlyList<CidrBlockView>? CidrBlockSet { get; init; }

    public required string OwnerId { get; init; }

    public PeeringOptions? PeeringOptions { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    public required string Region { get; init; }

    public static PeeringSideView Of(Scope scope, PeeringSide side, bool isKnown)
    {
        var vpc = isKnown ? scope.World.At(side.Place).Find<Vpc>(side.VpcId) : null;
        return new PeeringSideView
        {
            CidrBlock = vpc?.Cidr,
            Ipv6CidrBlockSet = vpc is not null && vpc.Cidrs.Any(c => c.IsV6) ? [.. vpc.Cidrs.Where(c => c.IsV6).Select(c => new Ipv6CidrBlockView(c))] : null,
            CidrBlockSet = vpc is null ? null : [.. vpc.Cidrs.Where(c => !c.IsV6).Select(c => new CidrBlockView(c))],
            OwnerId = side.Account,
            PeeringOptions = isKnown ? PeeringOptions.Of(side) : null,
            VpcId = side.VpcId,
            Region = side.Region,
        };
    }
}

/// <summary>An IPv4 block of a peered VPC.</summary>
public sealed record CidrBlockView(Cidr CidrBlock);

/// <summary>An IPv6 block of a peered VPC.</summary>
public sealed record Ipv6CidrBlockView(Cidr Ipv6CidrBlock);
