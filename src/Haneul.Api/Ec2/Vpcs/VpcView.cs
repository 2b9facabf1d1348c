using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A VPC as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Vpc.html</summary>
public sealed record VpcView
{
    public required Id<Vpc> VpcId { get; init; }

    public required string OwnerId { get; init; }

    public required string State { get; init; }

    public required Cidr CidrBlock { get; init; }

    public required IReadOnlyList<VpcCidrView> CidrBlockAssociationSet { get; init; }

    public IReadOnlyList<VpcIpv6CidrView>? Ipv6CidrBlockAssociationSet { get; init; }

    /// <summary><c>default</c> where no options are associated.</summary>
    public required string DhcpOptionsId { get; init; }

    public required string InstanceTenancy { get; init; }

    public required bool IsDefault { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public static VpcView Of(Scope scope, Vpc vpc)
    {
        var v6 = vpc.Blocks.Where(b => b.Block.IsV6).Select(b => VpcIpv6CidrView.Of(scope, b)).ToList();
        return new VpcView
        {
            VpcId = vpc.Id,
            OwnerId = scope.Account,
            State = vpc.State == VpcState.Pending ? "pending" : "available",
            CidrBlock = vpc.Cidr,
            CidrBlockAssociationSet = [.. vpc.Blocks.Where(b => !b.Block.IsV6).Select(b => new VpcCidrView(b.AssociationId, b.Block, CidrStateView.Of(b)))],
            Ipv6CidrBlockAssociationSet = v6.Count > 0 ? v6 : null,
            DhcpOptionsId = vpc.DhcpOptionsId?.Value ?? "default",
            InstanceTenancy = vpc.InstanceTenancy,
            IsDefault = vpc.IsDefault,
            Tags = scope.TagsFor(vpc.Id.Value),
        };
    }
}

/// <summary>An IPv4 block of a VPC.</summary>
public sealed record VpcCidrView(string AssociationId, Cidr CidrBlock, CidrStateView CidrBlockState);

/// <summary>An IPv6 block of a VPC.</summary>
public sealed record VpcIpv6CidrView(string AssociationId, Cidr Ipv6CidrBlock, CidrStateView Ipv6CidrBlockState, string NetworkBorderGroup, string Ipv6Pool)
{
    public static VpcIpv6CidrView Of(Scope scope, CidrAssociation block) => new(block.AssociationId, block.Block, CidrStateView.Of(block), scope.Region, "Amazon");
}

/// <summary>associating, associated, disassociating, disassociated.</summary>
public sealed record CidrStateView(string State)
{
    public static CidrStateView Of(CidrAssociation block) => new(block.State.ToString().ToLowerInvariant());
}
