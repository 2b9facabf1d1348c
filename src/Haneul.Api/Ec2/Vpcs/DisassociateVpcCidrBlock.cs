using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Takes a block from a VPC; the primary one stays. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisassociateVpcCidrBlock.html</summary>
public sealed record DisassociateVpcCidrBlock : Command<VpcCidrResult>
{
    public required string AssociationId { get; init; }

    public override VpcCidrResult Apply(Draft draft)
    {
        var vpc = draft.All<Vpc>().FirstOrDefault(v => v.Blocks.Any(b => b.AssociationId == AssociationId && b.IsAssociated))
            ?? throw new Fault("InvalidVpcCidrBlockAssociationID.NotFound", $"The vpc CIDR block association ID '{AssociationId}' does not exist");
        var block = vpc.Blocks.First(b => b.AssociationId == AssociationId);
        if (block == vpc.Blocks[0])
        {
            throw new Fault("OperationNotPermitted", $"The vpc CIDR block with association ID {AssociationId} may not be disassociated. It is the primary IPv4 CIDR block of the VPC");
        }
        if (VpcBlocks.UserOf(draft, vpc, block.Block) is { } user) throw new Fault("InvalidCidrBlock.InUse", $"The CIDR block {block.Block} is in use by {user}");
        var going = block with { State = CidrState.Disassociating };
        draft.Put(vpc with { Blocks = vpc.Blocks.Replace(block, going) });
        foreach (var table in draft.All<RouteTable>().Where(t => t.VpcId == vpc.Id && t.Routes.Any(r => r.Destination.Block == block.Block)).ToList())
        {
            draft.Put(table with { Routes = table.Routes.RemoveAll(r => r.Destination.Block == block.Block) });
        }
        return VpcCidrResult.Of(draft, vpc.Id, going);
    }
}
