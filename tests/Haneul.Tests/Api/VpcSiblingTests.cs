using Xunit;

namespace Haneul.Tests.Api;

public sealed class VpcSiblingTests
{
    private readonly TestCloud cloud = new();

    [Theory]
    [InlineData("10.1.0.0/16", null)]
    [InlineData("100.64.0.0/16", null)]
    [InlineData("10.0.128.0/20", "InvalidVpc.Range")]
    [InlineData("192.168.0.0/16", "InvalidVpc.Range")]
    [InlineData("172.16.0.0/16", "InvalidVpc.Range")]
    [InlineData("169.254.0.0/16", "InvalidVpc.Range")]
    [InlineData("10.1.0.0/29", "InvalidVpc.Range")]
    public void A_second_block_is_of_the_same_family_and_overlaps_nothing(string block, string? code)
    {
        var net = new TestNetwork(cloud);
        if (code is not null)
        {
            Assert.Equal(code, cloud.Ec2Fault("AssociateVpcCidrBlock", ("VpcId", net.VpcId), ("CidrBlock", block)));
            return;
        }
        var made = cloud.Ec2("AssociateVpcCidrBlock", ("VpcId", net.VpcId), ("CidrBlock", block));
        Assert.Equal("associating", made.Text("cidrBlockAssociation/cidrBlockState/state"));
        var seen = cloud.Ec2("DescribeVpcs", TestNetwork.Filter("cidr-block-association.association-id", made.Text("cidrBlockAssociation/associationId")));
        Assert.Equal(["associated", "associated"], seen.Texts("vpcSet/item/cidrBlockAssociationSet/item/cidrBlockState/state"));
    }

    [Fact]
    public void A_block_goes_when_nothing_uses_it_and_the_first_never()
    {
        var net = new TestNetwork(cloud);
        var id = cloud.Ec2("AssociateVpcCidrBlock", ("VpcId", net.VpcId), ("CidrBlock", "10.1.0.0/16")).Text("cidrBlockAssociation/associationId");
        var subnet = net.Subnet("10.1.0.0/24");
        Assert.Equal("InvalidCidrBlock.InUse", cloud.Ec2Fault("DisassociateVpcCidrBlock", ("AssociationId", id)));
        cloud.Ec2("DeleteSubnet", ("SubnetId", subnet));
        Assert.Equal("disassociating", cloud.Ec2("DisassociateVpcCidrBlock", ("AssociationId", id)).Text("cidrBlockAssociation/cidrBlockState/state"));
        Assert.Equal("InvalidVpcCidrBlockAssociationID.NotFound", cloud.Ec2Fault("DisassociateVpcCidrBlock", ("AssociationId", id)));
        var first = cloud.Ec2("DescribeVpcs", ("VpcId.1", net.VpcId)).Text("vpcSet/item/cidrBlockAssociationSet/item/associationId");
        Assert.Equal("OperationNotPermitted", cloud.Ec2Fault("DisassociateVpcCidrBlock", ("AssociationId", first)));
    }

    [Fact]
    public void With_an_ipv6_block_the_untouched_default_acl_and_group_let_ipv6_through()
    {
        var (net, changed) = (new TestNetwork(cloud), new TestNetwork(cloud));
        var touched = cloud.Ec2("DescribeNetworkAcls", TestNetwork.Filter("vpc-id", changed.VpcId)).Text("networkAclSet/item/networkAclId");
        cloud.Ec2("DeleteNetworkAclEntry", ("NetworkAclId", touched), ("Egress", "true"), ("RuleNumber", "100"));
        foreach (var vpc in new[] { net.VpcId, changed.VpcId }) cloud.Ec2("AssociateVpcCidrBlock", ("VpcId", vpc), ("AmazonProvidedIpv6CidrBlock", "true"));
        var acl = cloud.Ec2("DescribeNetworkAcls", TestNetwork.Filter("vpc-id", net.VpcId));
        Assert.Equal(["::/0", "::/0"], acl.Each("networkAclSet/item/entrySet/item").Where(e => e.TextOrNull("ruleNumber") == "101").Select(e => e.Text("ipv6CidrBlock")));
        Assert.Equal(["::/0"], cloud.Ec2("DescribeSecurityGroups", TestNetwork.Filter("vpc-id", net.VpcId)).Texts("securityGroupInfo/item/ipPermissionsEgress/item/ipv6Ranges/item/cidrIpv6"));
        Assert.DoesNotContain(cloud.Ec2("DescribeNetworkAcls", ("NetworkAclId.1", touched)).Each("networkAclSet/item/entrySet/item"), e => e.TextOrNull("ruleNumber") == "101");
    }

    [Fact]
    public void The_default_vpc_is_made_again_when_it_is_gone()
    {
        Assert.Equal("DefaultVpcAlreadyExists", cloud.Ec2Fault("CreateDefaultVpc"));
        var vpc = cloud.Ec2("DescribeVpcs", TestNetwork.Filter("is-default", "true")).Text("vpcSet/item/vpcId");
        foreach (var subnet in cloud.Ec2("DescribeSubnets", TestNetwork.Filter("vpc-id", vpc)).Texts("subnetSet/item/subnetId")) cloud.Ec2("DeleteSubnet", ("SubnetId", subnet));
        var gateway = cloud.Ec2("DescribeInternetGateways", TestNetwork.Filter("attachment.vpc-id", vpc)).Text("internetGatewaySet/item/internetGatewayId");
        cloud.Ec2("DetachInternetGateway", ("InternetGatewayId", gateway), ("VpcId", vpc));
        cloud.Ec2("DeleteVpc", ("VpcId", vpc));
        Assert.Equal("true", cloud.Ec2("CreateDefaultVpc").Text("vpc/isDefault"));
        Assert.Equal(4, cloud.Ec2("DescribeSubnets", TestNetwork.Filter("default-for-az", "true")).Each("subnetSet/item").Count);
    }

    [Fact]
    public void An_internet_gateway_is_attached_to_one_vpc_and_a_vpc_has_one()
    {
        var (net, bare) = (new TestNetwork(cloud), new TestNetwork(cloud, withGateway: false));
        var other = cloud.Ec2("CreateInternetGateway").Text("internetGateway/internetGatewayId");
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("AttachInternetGateway", ("InternetGatewayId", other), ("VpcId", net.VpcId)));
        Assert.Equal("Resource.AlreadyAssociated", cloud.Ec2Fault("AttachInternetGateway", ("InternetGatewayId", net.GatewayId), ("VpcId", bare.VpcId)));
        Assert.Equal("Gateway.NotAttached", cloud.Ec2Fault("DetachInternetGateway", ("InternetGatewayId", other), ("VpcId", net.VpcId)));
        Assert.Equal("DependencyViolation", cloud.Ec2Fault("DeleteInternetGateway", ("InternetGatewayId", net.GatewayId)));
        cloud.Ec2("DetachInternetGateway", ("InternetGatewayId", net.GatewayId), ("VpcId", net.VpcId));
        cloud.Ec2("DeleteInternetGateway", ("InternetGatewayId", net.GatewayId));
        Assert.Equal("InvalidInternetGatewayID.NotFound", cloud.Ec2Fault("DescribeInternetGateways", ("InternetGatewayId.1", net.GatewayId)));
    }

    [Fact]
    public void An_egress_only_gateway_takes_ipv6_routes_only()
    {
        var net = new TestNetwork(cloud, withIpv6: true);
        var made = cloud.Ec2("CreateEgressOnlyInternetGateway", ("VpcId", net.VpcId));
        var id = made.Text("egressOnlyInternetGateway/egressOnlyInternetGatewayId");
        Assert.Equal("attached", made.Text("egressOnlyInternetGateway/attachmentSet/item/state"));
        cloud.Ec2("CreateRoute", ("RouteTableId", net.MainTableId), ("DestinationIpv6CidrBlock", "::/0"), ("EgressOnlyInternetGatewayId", id));
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("CreateRoute", ("RouteTableId", net.MainTableId), ("DestinationCidrBlock", "0.0.0.0/0"), ("EgressOnlyInternetGatewayId", id)));
        Assert.Equal("true", cloud.Ec2("DeleteEgressOnlyInternetGateway", ("EgressOnlyInternetGatewayId", id)).Text("returnCode"));
        Assert.Equal("blackhole", cloud.Ec2("DescribeRouteTables", TestNetwork.Filter("route.destination-ipv6-cidr-block", "::/0")).Texts("routeTableSet/item/routeSet/item/state")[^1]);
    }

    [Fact]
    public void Dhcp_options_keep_their_values_and_are_kept_while_used()
    {
        var net = new TestNetwork(cloud);
        var made = cloud.Ec2("CreateDhcpOptions", ("DhcpConfiguration.1.Key", "domain-name"), ("DhcpConfiguration.1.Value.1", "corp.example"),
            ("DhcpConfiguration.2.Key", "domain-name-servers"), ("DhcpConfiguration.2.Value.1", "10.0.0.9"), ("DhcpConfiguration.2.Value.2", "AmazonProvidedDNS"));
        var id = made.Text("dhcpOptions/dhcpOptionsId");
        Assert.Equal(["corp.example", "10.0.0.9", "AmazonProvidedDNS"], made.Texts("dhcpOptions/dhcpConfigurationSet/item/valueSet/item/value"));
        cloud.Ec2("AssociateDhcpOptions", ("DhcpOptionsId", id), ("VpcId", net.VpcId));
        Assert.Equal([net.VpcId], cloud.Ec2("DescribeVpcs", TestNetwork.Filter("dhcp-options-id", id)).Texts("vpcSet/item/vpcId"));
        Assert.Equal("DependencyViolation", cloud.Ec2Fault("DeleteDhcpOptions", ("DhcpOptionsId", id)));
        cloud.Ec2("AssociateDhcpOptions", ("DhcpOptionsId", "default"), ("VpcId", net.VpcId));
        cloud.Ec2("DeleteDhcpOptions", ("DhcpOptionsId", id));
        Assert.Equal("InvalidDhcpOptionID.NotFound", cloud.Ec2Fault("AssociateDhcpOptions", ("DhcpOptionsId", id), ("VpcId", net.VpcId)));
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("CreateDhcpOptions", ("DhcpConfiguration.1.Key", "routers"), ("DhcpConfiguration.1.Value.1", "10.0.0.1")));
    }

    [Fact]
    public void Regions_and_zones_are_listed_and_filtered()
    {
        Assert.Contains("ap-northeast-2", cloud.Ec2("DescribeRegions").Texts("regionInfo/item/regionName"));
        Assert.Equal("ec2.eu-west-1.amazonaws.com", cloud.Ec2("DescribeRegions", ("RegionName.1", "eu-west-1")).Text("regionInfo/item/regionEndpoint"));
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("DescribeRegions", ("RegionName.1", "moon-1")));
        var zones = cloud.Ec2("DescribeAvailabilityZones", ("Filter.1.Name", "state"), ("Filter.1.Value.1", "available"));
        Assert.Equal(["ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c", "ap-northeast-2d"], zones.Texts("availabilityZoneInfo/item/zoneName"));
        Assert.Equal(["ap-northeast-2b"], cloud.Ec2("DescribeAvailabilityZones", ("ZoneId.1", "apne2-az2")).Texts("availabilityZoneInfo/item/zoneName"));
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("DescribeAvailabilityZones", ("ZoneName.1", "us-east-1a")));
    }

    [Fact]
    public void An_accounts_attributes_name_its_default_vpc()
    {
        var vpc = cloud.Ec2("DescribeVpcs", TestNetwork.Filter("is-default", "true")).Text("vpcSet/item/vpcId");
        var seen = cloud.Ec2("DescribeAccountAttributes", ("AttributeName.1", "default-vpc"));
        Assert.Equal([vpc], seen.Texts("accountAttributeSet/item/attributeValueSet/item/attributeValue"));
        Assert.Equal(["VPC"], cloud.Ec2("DescribeAccountAttributes", ("AttributeName.1", "supported-platforms")).Texts("accountAttributeSet/item/attributeValueSet/item/attributeValue"));
    }
}
