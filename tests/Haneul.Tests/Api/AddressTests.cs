using Xunit;

namespace Haneul.Tests.Api;

public sealed class AddressTests
{
    private readonly TestCloud cloud = new();

    [Fact]
    public void An_address_is_allocated_associated_and_released()
    {
        var net = new TestNetwork(cloud);
        var nic = net.Interface();
        var made = cloud.Ec2("AllocateAddress", ("Domain", "vpc"));
        var id = made.Text("allocationId");
        var association = cloud.Ec2("AssociateAddress", ("AllocationId", id), ("NetworkInterfaceId", nic)).Text("associationId");
        var seen = cloud.Ec2("DescribeAddresses", TestNetwork.Filter("association-id", association));
        Assert.Equal((made.Text("publicIp"), nic, "10.0.0.4"), (seen.Text("addressesSet/item/publicIp"), seen.Text("addressesSet/item/networkInterfaceId"), seen.Text("addressesSet/item/privateIpAddress")));
        var on = cloud.Ec2("DescribeNetworkInterfaces", TestNetwork.Filter("association.public-ip", made.Text("publicIp")));
        Assert.Equal((nic, id), (on.Text("networkInterfaceSet/item/networkInterfaceId"), on.Text("networkInterfaceSet/item/association/allocationId")));
        Assert.Equal("InvalidIPAddress.InUse", cloud.Ec2Fault("ReleaseAddress", ("AllocationId", id)));
        Assert.Equal("DependencyViolation", cloud.Ec2Fault("DetachInternetGateway", ("InternetGatewayId", net.GatewayId), ("VpcId", net.VpcId)));
        cloud.Ec2("DisassociateAddress", ("AssociationId", association));
        cloud.Ec2("ReleaseAddress", ("AllocationId", id));
        Assert.Equal("InvalidAllocationID.NotFound", cloud.Ec2Fault("DescribeAddresses", ("AllocationId.1", id)));
        Assert.Equal("InvalidAddress.NotFound", cloud.Ec2Fault("DescribeAddresses", ("PublicIp.1", made.Text("publicIp"))));
        Assert.Equal("InvalidAssociationID.NotFound", cloud.Ec2Fault("DisassociateAddress", ("AssociationId", association)));
    }

    [Fact]
    public void An_address_moves_unless_that_is_forbidden()
    {
        var net = new TestNetwork(cloud);
        var (first, second, address) = (net.Interface(), net.Interface(), net.Address());
        cloud.Ec2("AssociateAddress", ("AllocationId", address), ("NetworkInterfaceId", first));
        Assert.Equal("Resource.AlreadyAssociated", cloud.Ec2Fault("AssociateAddress", ("AllocationId", address), ("NetworkInterfaceId", second), ("AllowReassociation", "false")));
        cloud.Ec2("AssociateAddress", ("AllocationId", address), ("NetworkInterfaceId", second));
        Assert.Equal([second], cloud.Ec2("DescribeAddresses").Texts("addressesSet/item/networkInterfaceId"));
    }

    [Fact]
    public void An_address_needs_a_gateway_and_an_address_to_stand_for()
    {
        var (bare, net) = (new TestNetwork(cloud, withGateway: false), new TestNetwork(cloud));
        Assert.Equal("Gateway.NotAttached", cloud.Ec2Fault("AssociateAddress", ("AllocationId", bare.Address()), ("NetworkInterfaceId", bare.Interface())));
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("AssociateAddress", ("AllocationId", net.Address()), ("NetworkInterfaceId", net.Interface()), ("PrivateIpAddress", "10.0.0.99")));
        Assert.Equal("MissingParameter", cloud.Ec2Fault("AssociateAddress", ("AllocationId", net.Address())));
    }

    [Fact]
    public void The_quota_of_addresses_is_kept()
    {
        for (var n = 0; n < 5; n++) cloud.Ec2("AllocateAddress");
        Assert.Equal("AddressLimitExceeded", cloud.Ec2Fault("AllocateAddress"));
    }

    [Fact]
    public void A_released_address_can_be_taken_back_by_name()
    {
        var made = cloud.Ec2("AllocateAddress");
        cloud.Ec2("ReleaseAddress", ("AllocationId", made.Text("allocationId")));
        Assert.NotEqual(made.Text("publicIp"), cloud.Ec2("AllocateAddress").Text("publicIp"));
        Assert.Equal(made.Text("publicIp"), cloud.Ec2("AllocateAddress", ("Address", made.Text("publicIp"))).Text("publicIp"));
        Assert.Equal("InvalidAddress.NotFound", cloud.Ec2Fault("AllocateAddress", ("Address", made.Text("publicIp"))));
    }

    [Fact]
    public void A_reverse_name_is_set_and_reset()
    {
        var id = cloud.Ec2("AllocateAddress").Text("allocationId");
        cloud.Ec2("ModifyAddressAttribute", ("AllocationId", id), ("DomainName", "mail.example.com"));
        Assert.Equal("mail.example.com.", cloud.Ec2("DescribeAddressesAttribute", ("AllocationId.1", id), ("Attribute", "domain-name")).Text("addressSet/item/ptrRecord"));
        cloud.Ec2("ResetAddressAttribute", ("AllocationId", id), ("Attribute", "domain-name"));
        Assert.Null(cloud.Ec2("DescribeAddressesAttribute", ("AllocationId.1", id)).TextOrNull("addressSet/item/ptrRecord"));
    }
}
