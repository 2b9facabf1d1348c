using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes a VPC with its main route table, default ACL and default group. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html</summary>
public sealed record CreateVpc : Command<CreateVpc.Result>
{
    public Cidr? CidrBlock { get; init; }

    public bool AmazonProvidedIpv6CidrBlock { get; init; }

    [NoEffect("a region has one border group here: its own name")]
    public string? Ipv6CidrBlockNetworkBorderGroup { get; init; }

    [NoEffect("dedicated hosts mean nothing here; the value is kept and answered")]
    public string InstanceTenancy { get; init; } = "default";

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(VpcView Vpc);

    public override Result Apply(Draft draft)
    {
        if (CidrBlock is not { } block) throw Fault.Missing("cidrBlock");
        VpcBlocks.CheckFirst(block);
        if (InstanceTenancy is not ("default" or "dedicated")) throw Fault.Invalid("instanceTenancy", InstanceTenancy, "It must be default or dedicated");
        draft.Admit(Quotas.VpcsPerRegion, draft.All<Vpc>().Count);
        var vpc = Networks.MakeVpc(draft, block) with { InstanceTenancy = InstanceTenancy };
        draft.Put(vpc);
        if (AmazonProvidedIpv6CidrBlock) vpc = Ipv6Blocks.AddTo(draft, vpc);
        draft.TagNew(vpc.Id, TagSpecifications);
        return new Result(VpcView.Of(draft, vpc));
    }
}
