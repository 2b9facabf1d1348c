using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes a subnet in a zone of the VPC. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html</summary>
public sealed record CreateSubnet : Command<CreateSubnet.Result>
{
    public required Id<Vpc> VpcId { get; init; }

    public Cidr? CidrBlock { get; init; }

    public Cidr? Ipv6CidrBlock { get; init; }

    public bool Ipv6Native { get; init; }

    public string? AvailabilityZone { get; init; }

    public string? AvailabilityZoneId { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(SubnetView Subnet);

    public override Result Apply(Draft draft)
    {
        var vpc = draft.Get(VpcId);
        CheckBlocks();
        draft.Admit(Quotas.SubnetsPerVpc, draft.All<Subnet>().Count(s => s.VpcId == VpcId));
        if (CidrBlock is { } v4) SubnetBlocks.CheckV4(draft, vpc, v4);
        if (Ipv6CidrBlock is { } v6) SubnetBlocks.CheckV6(draft, vpc, v6);
        var subnet = Networks.MakeSubnet(draft, new Subnet
        {
            Id = draft.NewId<Subnet>(),
            VpcId = VpcId,
            Zone = Zones.Choose(draft, AvailabilityZone, AvailabilityZoneId).Name,
            Cidr = CidrBlock,
            Ipv6Blocks = Ipv6CidrBlock is { } block ? [new CidrAssociation(draft.NewId("subnet-cidr-assoc"), block, CidrState.Associated)] : [],
            Ipv6Native = Ipv6Native,
            AssignIpv6AddressOnCreation = Ipv6Native,
            HostnameType = Ipv6Native ? "resource-name" : "ip-name",
        });
        draft.TagNew(subnet.Id, TagSpecifications);
        return new Result(SubnetView.Of(draft, subnet));
    }

    private void CheckBlocks()
    {
        if (Ipv6Native && CidrBlock is not null) throw Fault.Combination("An IPv6-only subnet takes no CidrBlock");
        if (Ipv6Native && Ipv6CidrBlock is null) throw Fault.Missing("Ipv6CidrBlock");
        if (!Ipv6Native && CidrBlock is null) throw Fault.Missing("CidrBlock");
    }
}
