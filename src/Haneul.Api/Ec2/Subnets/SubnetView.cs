using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A subnet as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Subnet.html</summary>
public sealed record SubnetView
{
    public required Id<Subnet> SubnetId { get; init; }

    public required string SubnetArn { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    public required string OwnerId { get; init; }

    public required string State { get; init; }

    public Cidr? CidrBlock { get; init; }

    public required IReadOnlyList<SubnetIpv6CidrView> Ipv6CidrBlockAssociationSet { get; init; }

    public required string AvailabilityZone { get; init; }

    public string? AvailabilityZoneId { get; init; }

    public required int AvailableIpAddressCount { get; init; }

    public required bool DefaultForAz { get; init; }

    public required bool MapPublicIpOnLaunch { get; init; }

    public bool MapCustomerOwnedIpOnLaunch { get; }

    public required bool AssignIpv6AddressOnCreation { get; init; }

    public required bool EnableDns64 { get; init; }

    public required bool Ipv6Native { get; init; }

    public required PrivateDnsNameOptionsView PrivateDnsNameOptionsOnLaunch { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public static SubnetView Of(Scope scope, Subnet subnet) => new()
    {
        SubnetId = subnet.Id,
        SubnetArn = scope.Arn("ec2", $"subnet/{subnet.Id}"),
        VpcId = subnet.VpcId,
        OwnerId = scope.Account,
        State = subnet.State == VpcState.Pending ? "pending" : "available",
        CidrBlock = subnet.Cidr,
        Ipv6CidrBlockAssociationSet = [.. subnet.Ipv6Blocks.Select(SubnetIpv6CidrView.Of)],
        AvailabilityZone = subnet.Zone,
        AvailabilityZoneId = Regions.Zone(scope.Region, subnet.Zone)?.Id,
        AvailableIpAddressCount = PrivateAddresses.FreeIn(scope, subnet),
        DefaultForAz = subnet.DefaultForAz,
        MapPublicIpOnLaunch = subnet.MapPublicIpOnLaunch,
        AssignIpv6AddressOnCreation = subnet.AssignIpv6AddressOnCreation,
        EnableDns64 = subnet.EnableDns64,
        Ipv6Native = subnet.Ipv6Native,
        PrivateDnsNameOptionsOnLaunch = new PrivateDnsNameOptionsView(subnet.HostnameType, subnet.ResourceNameDnsARecord, subnet.ResourceNameDnsAaaaRecord),
        Tags = scope.TagsFor(subnet.Id.Value),
    };
}

/// <summary>An IPv6 block of a subnet.</summary>
public sealed record SubnetIpv6CidrView(string AssociationId, Cidr Ipv6CidrBlock, CidrStateView Ipv6CidrBlockState)
{
    public string Ipv6AddressAttribute { get; } = "public";

    public string IpSource { get; } = "amazon";

    public static SubnetIpv6CidrView Of(CidrAssociation block) => new(block.AssociationId, block.Block, CidrStateView.Of(block));
}

/// <summary>How hosts of a subnet are named. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_PrivateDnsNameOptionsOnLaunch.html</summary>
public sealed record PrivateDnsNameOptionsView(string HostnameType, bool EnableResourceNameDnsARecord, bool EnableResourceNameDnsAAAARecord);
