using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes the default subnet of a zone anew. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateDefaultSubnet.html</summary>
public sealed record CreateDefaultSubnet : Command<CreateDefaultSubnet.Result>
{
    public string? AvailabilityZone { get; init; }

    public string? AvailabilityZoneId { get; init; }

    public bool Ipv6Native { get; init; }

    public sealed record Result(SubnetView Subnet);

    public override Result Apply(Draft draft)
    {
        if (AvailabilityZone is null && AvailabilityZoneId is null) throw Fault.Missing("AvailabilityZone");
        if (Ipv6Native) throw Fault.Unsupported("Default subnets are made with the default VPC's IPv4 block; IPv6-only ones are not supported here");
        var zone = Zones.Choose(draft, AvailabilityZone, AvailabilityZoneId);
        var vpc = draft.All<Vpc>().FirstOrDefault(v => v.IsDefault) ?? throw new Fault("DefaultVpcDoesNotExist", "There is no default VPC in this region");
        if (draft.All<Subnet>().Any(s => s.DefaultForAz && s.Zone == zone.Name))
        {
            throw new Fault("DefaultSubnetAlreadyExistsInAvailabilityZone", $"A default subnet exists in {zone.Name} already");
        }
        return new Result(SubnetView.Of(draft, DefaultNetwork.MakeSubnet(draft, vpc, zone)));
    }
}
