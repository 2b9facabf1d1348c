using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Gives a subnet an IPv6 block of its VPC. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateSubnetCidrBlock.html</summary>
public sealed record AssociateSubnetCidrBlock : Command<SubnetCidrResult>
{
    public required Id<Subnet> SubnetId { get; init; }

    public Cidr? Ipv6CidrBlock { get; init; }

    public override SubnetCidrResult Apply(Draft draft)
    {
        var subnet = draft.Get(SubnetId);
        if (Ipv6CidrBlock is not { } wanted) throw Fault.Missing("Ipv6CidrBlock");
        if (subnet.Cidrs.Any(c => c.IsV6)) throw new Fault("InvalidParameterValue", $"The subnet '{SubnetId}' has an IPv6 CIDR block already, and can have one only");
        SubnetBlocks.CheckV6(draft, draft.Get(subnet.VpcId), wanted);
        var block = new CidrAssociation(draft.NewId("subnet-cidr-assoc"), wanted, CidrState.Associating);
        draft.Put(subnet with { Ipv6Blocks = subnet.Ipv6Blocks.Add(block) });
        return new SubnetCidrResult(SubnetId, SubnetIpv6CidrView.Of(block));
    }
}

/// <summary>What associating and disassociating a subnet's block answer.</summary>
public sealed record SubnetCidrResult(Id<Subnet> SubnetId, SubnetIpv6CidrView Ipv6CidrBlockAssociation);
