using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Takes a subnet's IPv6 block away. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateSubnetCidrBlock.html</summary>
public sealed record DisassociateSubnetCidrBlock : Command<SubnetCidrResult>
{
    public required string AssociationId { get; init; }

    public override SubnetCidrResult Apply(Draft draft)
    {
        var subnet = draft.All<Subnet>().FirstOrDefault(s => s.Ipv6Blocks.Any(b => b.AssociationId == AssociationId && b.IsAssociated))
            ?? throw new Fault("InvalidSubnetCidrBlockAssociationID.NotFound", $"The subnet CIDR association ID '{AssociationId}' does not exist");
        if (subnet.Ipv6Native) throw new Fault("OperationNotPermitted", $"The IPv6-only subnet '{subnet.Id}' cannot lose its only block");
        var block = subnet.Ipv6Blocks.First(b => b.AssociationId == AssociationId);
        if (draft.All<NetworkInterface>().Marked(subnet.Id.Value).FirstOrDefault(n => n.Ipv6Addresses.Any(block.Block.Contains)) is { } nic)
        {
            throw new Fault("InvalidCidrBlock.InUse", $"The CIDR block {block.Block} is in use by {nic.Id}");
        }
        var going = block with { State = CidrState.Disassociating };
        draft.Put(subnet with { Ipv6Blocks = subnet.Ipv6Blocks.Replace(block, going), AssignIpv6AddressOnCreation = false });
        return new SubnetCidrResult(subnet.Id, SubnetIpv6CidrView.Of(going));
    }
}
