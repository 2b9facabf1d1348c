using Xunit;

namespace Haneul.Tests.Api;

public sealed class NatGatewayTests
{
    private readonly TestCloud cloud = new();

    [Fact]
    public void A_nat_gateway_is_pending_then_available_then_deleted_and_forgotten_after_an_hour()
    {
        var net = new TestNetwork(cloud);
        var made = cloud.Ec2("CreateNatGateway", ("SubnetId", net.SubnetId), ("AllocationId", net.Address()));
        var id = made.Text("natGateway/natGatewayId");
        Assert.Equal("pending", made.Text("natGateway/state"));
        var seen = cloud.Ec2("DescribeNatGateways", ("NatGatewayId.1", id));
        Assert.Equal("available", seen.Text("natGatewaySet/item/state"));
        var nic = cloud.Ec2("DescribeNetworkInterfaces", ("NetworkInterfaceId.1", seen.Text("natGatewaySet/item/natGatewayAddressSet/item/networkInterfaceId")));
        Assert.Equal(("nat_gateway", "true", "false"), (nic.Text("networkInterfaceSet/item/interfaceType"), nic.Text("networkInterfaceSet/item/requesterManaged"), nic.Text("networkInterfaceSet/item/sourceDestCheck")));
        Assert.Equal("DependencyViolation", cloud.Ec2Fault("DeleteSubnet", ("SubnetId", net.SubnetId)));
        cloud.Ec2("DeleteNatGateway", ("NatGatewayId", id));
        Assert.Equal("deleted", cloud.Ec2("DescribeNatGateways", ("NatGatewayId.1", id)).Text("natGatewaySet/item/state"));
        Assert.Empty(cloud.Ec2("DescribeNetworkInterfaces", TestNetwork.Filter("subnet-id", net.SubnetId)).Each("networkInterfaceSet/item"));
        Assert.Null(cloud.Ec2("DescribeAddresses").TextOrNull("addressesSet/item/associationId"));
        cloud.Ledger.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal("NatGatewayNotFound", cloud.Ec2Fault("DescribeNatGateways", ("NatGatewayId.1", id)));
    }

    [Fact]
    public void What_aws_finds_out_late_ends_in_state_failed()
    {
        var (bare, net) = (new TestNetwork(cloud, withGateway: false), new TestNetwork(cloud));
        var used = net.Address();
        cloud.Ec2("AssociateAddress", ("AllocationId", used), ("NetworkInterfaceId", net.Interface()));
        Assert.Equal("Gateway.NotAttached", FailureOf(bare.SubnetId, net.Address()));
        Assert.Equal("Resource.AlreadyAssociated", FailureOf(net.SubnetId, used));
        Assert.Equal("InvalidAllocationID.NotFound", FailureOf(net.SubnetId, "eipalloc-0123456789abcdef0"));
    }

    [Theory]
    [InlineData("MissingParameter", "ConnectivityType", "public")]
    [InlineData("InvalidParameterValue", "ConnectivityType", "both")]
    [InlineData("InvalidParameterCombination", "ConnectivityType", "private", "AllocationId", "eipalloc-0123456789abcdef0")]
    public void Members_that_do_not_go_together_are_refused(string code, params string[] members)
    {
        var net = new TestNetwork(cloud);
        Assert.Equal(code, cloud.Ec2Fault("CreateNatGateway", [("SubnetId", net.SubnetId), .. members.Chunk(2).Select(m => (m[0], m[1]))]));
    }

    [Fact]
    public void A_private_one_takes_more_addresses_of_its_subnet()
    {
        var net = new TestNetwork(cloud, withGateway: false);
        var made = cloud.Ec2("CreateNatGateway", ("SubnetId", net.SubnetId), ("ConnectivityType", "private"), ("SecondaryPrivateIpAddressCount", "2"));
        var id = made.Text("natGateway/natGatewayId");
        cloud.Ec2("AssignPrivateNatGatewayAddress", ("NatGatewayId", id), ("PrivateIpAddress.1", "10.0.0.50"));
        var seen = cloud.Ec2("DescribeNatGateways", ("NatGatewayId.1", id));
        Assert.Equal(["10.0.0.4", "10.0.0.5", "10.0.0.6", "10.0.0.50"], seen.Texts("natGatewaySet/item/natGatewayAddressSet/item/privateIp"));
        Assert.Equal(["true", "false", "false", "false"], seen.Texts("natGatewaySet/item/natGatewayAddressSet/item/isPrimary"));
        cloud.Ec2("UnassignPrivateNatGatewayAddress", ("NatGatewayId", id), ("PrivateIpAddress.1", "10.0.0.5"));
        Assert.Equal(3, cloud.Ec2("DescribeNatGateways", ("NatGatewayId.1", id)).Each("natGatewaySet/item/natGatewayAddressSet/item").Count);
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("UnassignPrivateNatGatewayAddress", ("NatGatewayId", id), ("PrivateIpAddress.1", "10.0.0.4")));
    }

    [Fact]
    public void A_public_one_takes_a_second_elastic_address_and_no_third()
    {
        var net = new TestNetwork(cloud);
        var id = net.NatGateway();
        var added = cloud.Ec2("AssociateNatGatewayAddress", ("NatGatewayId", id), ("AllocationId.1", net.Address()));
        Assert.Equal("associating", added.Text("natGatewayAddressSet/item/status"));
        Assert.Equal("NatGatewayAddressLimitExceeded", cloud.Ec2Fault("AssociateNatGatewayAddress", ("NatGatewayId", id), ("AllocationId.1", net.Address())));
        var association = added.Text("natGatewayAddressSet/item/associationId");
        Assert.Equal("OperationNotPermitted", cloud.Ec2Fault("DisassociateAddress", ("AssociationId", association)));
        cloud.Ec2("DisassociateNatGatewayAddress", ("NatGatewayId", id), ("AssociationId.1", association));
        Assert.Single(cloud.Ec2("DescribeNatGateways", ("NatGatewayId.1", id)).Each("natGatewaySet/item/natGatewayAddressSet/item"));
    }

    [Fact]
    public void The_addresses_of_a_gateway_that_is_not_available_are_left_alone()
    {
        var net = new TestNetwork(cloud);
        var id = net.NatGateway();
        var association = cloud.Ec2("DescribeNatGateways", ("NatGatewayId.1", id)).Text("natGatewaySet/item/natGatewayAddressSet/item/associationId");
        var address = net.Address();
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("AssociateNatGatewayAddress", ("NatGatewayId", id), ("AllocationId.1", address), ("AllocationId.2", address)));
        cloud.Ec2("DeleteNatGateway", ("NatGatewayId", id));
        Assert.Equal("IncorrectState", cloud.Ec2Fault("DisassociateNatGatewayAddress", ("NatGatewayId", id), ("AssociationId.1", association)));
        Assert.Equal("IncorrectState", cloud.Ec2Fault("DisassociateNatGatewayAddress", ("NatGatewayId", id), ("AssociationId", "")));
        Assert.Equal("IncorrectState", cloud.Ec2Fault("AssociateNatGatewayAddress", ("NatGatewayId", id), ("AllocationId.1", address)));
    }

    private string FailureOf(string subnet, string allocation)
    {
        var id = cloud.Ec2("CreateNatGateway", ("SubnetId", subnet), ("AllocationId", allocation)).Text("natGateway/natGatewayId");
        var seen = cloud.Ec2("DescribeNatGateways", ("NatGatewayId.1", id));
        Assert.Equal("failed", seen.Text("natGatewaySet/item/state"));
        return seen.Text("natGatewaySet/item/failureCode");
    }

}
