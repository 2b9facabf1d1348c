using Xunit;

namespace Haneul.Tests.Api;

public sealed class SubnetTests
{
    private readonly TestCloud cloud = new();

    [Theory]
    [InlineData("10.1.0.0/24", "InvalidSubnet.Range")]
    [InlineData("10.0.0.0/29", "InvalidSubnet.Range")]
    [InlineData("10.0.0.0/15", "InvalidSubnet.Range")]
    [InlineData("10.0.0.128/25", "InvalidSubnet.Conflict")]
    [InlineData("10.0.0.0/23", "InvalidSubnet.Conflict")]
    [InlineData("no block", "InvalidParameterValue")]
    public void A_subnet_whose_block_does_not_fit_is_refused(string block, string code)
    {
        var net = new TestNetwork(cloud);
        Assert.Equal(code, cloud.Ec2Fault("CreateSubnet", ("VpcId", net.VpcId), ("CidrBlock", block)));
    }

    [Fact]
    public void A_subnet_counts_its_free_addresses()
    {
        var net = new TestNetwork(cloud);
        net.Interface(("SecondaryPrivateIpAddressCount", "2"));
        Assert.Equal("248", cloud.Ec2("DescribeSubnets", ("SubnetId.1", net.SubnetId)).Text("subnetSet/item/availableIpAddressCount"));
    }

    [Fact]
    public void A_zone_is_found_by_name_and_by_id()
    {
        var net = new TestNetwork(cloud);
        var byId = cloud.Ec2("CreateSubnet", ("VpcId", net.VpcId), ("CidrBlock", "10.0.1.0/24"), ("AvailabilityZoneId", "apne2-az3"));
        Assert.Equal("ap-northeast-2c", byId.Text("subnet/availabilityZone"));
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("CreateSubnet", ("VpcId", net.VpcId), ("CidrBlock", "10.0.2.0/24"), ("AvailabilityZone", "us-east-1a")));
    }

    [Fact]
    public void A_subnet_with_an_interface_cannot_be_deleted_and_an_empty_one_leaves_nothing()
    {
        var net = new TestNetwork(cloud);
        var nic = net.Interface();
        cloud.Ec2("AssociateRouteTable", ("RouteTableId", net.RouteTable()), ("SubnetId", net.SubnetId));
        Assert.Equal("DependencyViolation", cloud.Ec2Fault("DeleteSubnet", ("SubnetId", net.SubnetId)));
        cloud.Ec2("DeleteNetworkInterface", ("NetworkInterfaceId", nic));
        cloud.Ec2("DeleteSubnet", ("SubnetId", net.SubnetId));
        Assert.Equal("InvalidSubnetID.NotFound", cloud.Ec2Fault("DescribeSubnets", ("SubnetId.1", net.SubnetId)));
        Assert.Empty(cloud.Ec2("DescribeRouteTables", TestNetwork.Filter("association.subnet-id", net.SubnetId)).Each("routeTableSet/item"));
    }

    [Fact]
    public void Attributes_are_changed_one_at_a_time()
    {
        var net = new TestNetwork(cloud);
        cloud.Ec2("ModifySubnetAttribute", ("SubnetId", net.SubnetId), ("MapPublicIpOnLaunch.Value", "true"));
        cloud.Ec2("ModifySubnetAttribute", ("SubnetId", net.SubnetId), ("EnableDns64.Value", "true"));
        var seen = cloud.Ec2("DescribeSubnets", ("SubnetId.1", net.SubnetId));
        Assert.Equal(("true", "true"), (seen.Text("subnetSet/item/mapPublicIpOnLaunch"), seen.Text("subnetSet/item/enableDns64")));
        var two = new[] { ("SubnetId", net.SubnetId), ("MapPublicIpOnLaunch.Value", "true"), ("EnableDns64.Value", "true") };
        Assert.Equal("InvalidParameterCombination", cloud.Ec2Fault("ModifySubnetAttribute", two));
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("ModifySubnetAttribute", ("SubnetId", net.SubnetId), ("AssignIpv6AddressOnCreation.Value", "true")));
    }

    [Fact]
    public void An_ipv6_block_comes_and_goes_by_its_association()
    {
        var net = new TestNetwork(cloud, withIpv6: true);
        var block = cloud.Ec2("DescribeVpcs", ("VpcId.1", net.VpcId)).Text("vpcSet/item/ipv6CidrBlockAssociationSet/item/ipv6CidrBlock").Replace("/56", "/64");
        var made = cloud.Ec2("AssociateSubnetCidrBlock", ("SubnetId", net.SubnetId), ("Ipv6CidrBlock", block));
        var id = made.Text("ipv6CidrBlockAssociation/associationId");
        Assert.Equal("associating", made.Text("ipv6CidrBlockAssociation/ipv6CidrBlockState/state"));
        var seen = cloud.Ec2("DescribeSubnets", TestNetwork.Filter("ipv6-cidr-block-association.association-id", id));
        Assert.Equal("associated", seen.Text("subnetSet/item/ipv6CidrBlockAssociationSet/item/ipv6CidrBlockState/state"));
        cloud.Ec2("DisassociateSubnetCidrBlock", ("AssociationId", id));
        Assert.Empty(cloud.Ec2("DescribeSubnets", ("SubnetId.1", net.SubnetId)).Each("subnetSet/item/ipv6CidrBlockAssociationSet/item"));
        Assert.Equal("InvalidSubnetCidrBlockAssociationID.NotFound", cloud.Ec2Fault("DisassociateSubnetCidrBlock", ("AssociationId", id)));
    }

    [Fact]
    public void An_ipv6_only_subnet_has_no_ipv4_and_gives_every_interface_an_address()
    {
        var net = new TestNetwork(cloud, withIpv6: true);
        var block = cloud.Ec2("DescribeVpcs", ("VpcId.1", net.VpcId)).Text("vpcSet/item/ipv6CidrBlockAssociationSet/item/ipv6CidrBlock").Replace("/56", "/64");
        var made = cloud.Ec2("CreateSubnet", ("VpcId", net.VpcId), ("Ipv6Native", "true"), ("Ipv6CidrBlock", block));
        Assert.Null(made.TextOrNull("subnet/cidrBlock"));
        Assert.Equal("0", made.Text("subnet/availableIpAddressCount"));
        var nic = cloud.Ec2("CreateNetworkInterface", ("SubnetId", made.Text("subnet/subnetId")));
        Assert.Single(nic.Each("networkInterface/ipv6AddressesSet/item"));
        Assert.Empty(nic.Each("networkInterface/privateIpAddressesSet/item"));
    }

    [Fact]
    public void Reservations_are_listed_by_family_and_must_fit()
    {
        var net = new TestNetwork(cloud);
        var made = cloud.Ec2("CreateSubnetCidrReservation", ("SubnetId", net.SubnetId), ("Cidr", "10.0.0.16/28"), ("ReservationType", "explicit"));
        var id = made.Text("subnetCidrReservation/subnetCidrReservationId");
        var listed = cloud.Ec2("GetSubnetCidrReservations", ("SubnetId", net.SubnetId));
        Assert.Equal([id], listed.Texts("subnetIpv4CidrReservationSet/item/subnetCidrReservationId"));
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("CreateSubnetCidrReservation", ("SubnetId", net.SubnetId), ("Cidr", "10.0.9.0/28"), ("ReservationType", "prefix")));
        cloud.Ec2("DeleteSubnetCidrReservation", ("SubnetCidrReservationId", id));
        Assert.Equal("InvalidSubnetCidrReservationID.NotFound", cloud.Ec2Fault("DeleteSubnetCidrReservation", ("SubnetCidrReservationId", id)));
    }

    [Fact]
    public void A_default_subnet_is_made_once_for_a_zone()
    {
        Assert.Equal("DefaultSubnetAlreadyExistsInAvailabilityZone", cloud.Ec2Fault("CreateDefaultSubnet", ("AvailabilityZone", "ap-northeast-2a")));
        var old = cloud.Ec2("DescribeSubnets", ("Filter.1.Name", "default-for-az"), ("Filter.1.Value.1", "true"), ("Filter.2.Name", "availability-zone"), ("Filter.2.Value.1", "ap-northeast-2a"));
        cloud.Ec2("DeleteSubnet", ("SubnetId", old.Text("subnetSet/item/subnetId")));
        Assert.Equal("true", cloud.Ec2("CreateDefaultSubnet", ("AvailabilityZone", "ap-northeast-2a")).Text("subnet/defaultForAz"));
    }
}
