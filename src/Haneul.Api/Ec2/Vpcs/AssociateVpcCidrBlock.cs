using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Gives a VPC another block: an IPv4 one, or one of Amazon's IPv6 ones. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateVpcCidrBlock.html</summary>
public sealed record AssociateVpcCidrBlock : Command<VpcCidrResult>
{
    public required Id<Vpc> VpcId { get; init; }

    public Cidr? CidrBlock { get; init; }

    public bool AmazonProvidedIpv6CidrBlock { get; init; }

    [NoEffect("a region has one border group here: its own name")]
    public string? Ipv6CidrBlockNetworkBorderGroup { get; init; }

    public override VpcCidrResult Apply(Draft draft)
    {
        var vpc = draft.Get(VpcId);
        if (CidrBlock is null == !AmazonProvidedIpv6CidrBlock) throw Fault.Combination("Give CidrBlock or AmazonProvidedIpv6CidrBlock");
        if (CidrBlock is not { } block)
        {
            draft.Admit(Quotas.Ipv6BlocksPerVpc, vpc.Blocks.Count(b => b.IsAssociated && b.Block.IsV6));
            return VpcCidrResult.Of(draft, vpc.Id, Ipv6Blocks.AddTo(draft, vpc).Blocks[^1]);
        }
        VpcBlocks.CheckMore(draft, vpc, block);
        draft.Admit(Quotas.Ipv4BlocksPerVpc, vpc.Blocks.Count(b => b.IsAssociated && !b.Block.IsV6));
        var added = new CidrAssociation(draft.NewId("vpc-cidr-assoc"), block, CidrState.Associating);
        draft.Put(vpc with { Blocks = vpc.Blocks.Add(added) });
        return VpcCidrResult.Of(draft, vpc.Id, added);
    }
}

/// <summary>What associating and disassociating a VPC's block answer; one of the two members is there.</summary>
public sealed record VpcCidrResult(Id<Vpc> VpcId, VpcCidrView? CidrBlockAssociation, VpcIpv6CidrView? Ipv6CidrBlockAssociation)
{
    internal static VpcCidrResult Of(Scope scope, Id<Vpc> vpc, CidrAssociation block) => block.Block.IsV6
        ? new VpcCidrResult(vpc, null, VpcIpv6CidrView.Of(scope, block))
        : new VpcCidrResult(vpc, new VpcCidrView(block.AssociationId, block.Block, CidrStateView.Of(block)), null);
}
