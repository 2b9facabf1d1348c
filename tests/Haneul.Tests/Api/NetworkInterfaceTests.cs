using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Api;

public sealed class NetworkInterfaceTests
{
    private readonly TestCloud cloud = new();

    [Fact]
    public void An_interface_has_what_was_asked_for_and_defaults_for_the_rest()
    {
        var net = new TestNetwork(cloud);
        var made = cloud.Ec2("CreateNetworkInterface", ("SubnetId", net.SubnetId), ("Description", "mine"),
            ("PrivateIpAddresses.1.PrivateIpAddress", "10.0.0.20"), ("PrivateIpAddresses.1.Primary", "true"), ("PrivateIpAddresses.2.PrivateIpAddress", "10.0.0.21"),
            ("TagSpecification.1.ResourceType", "network-interface"), ("TagSpecification.1.Tag.1.Key", "Name"), ("TagSpecification.1.Tag.1.Value", "n"));
        Assert.Equal(["10.0.0.20", "10.0.0.21"], made.Texts("networkInterface/privateIpAddressesSet/item/privateIpAddress"));
        Assert.Equal(["true", "false"], made.Texts("networkInterface/privateIpAddressesSet/item/primary"));
        Assert.Equal(["default"], made.Texts("networkInterface/groupSet/item/groupName"));
        Assert.Equal(("mine", "available", "true", "interface"), (made.Text("networkInterface/description"), made.Text("networkInterface/status"), made.Text("networkInterface/sourceDestCheck"), made.Text("networkInterface/interfaceType")));
        Assert.Equal(["n"], made.Texts("networkInterface/tagSet/item/value"));
        Assert.Single(cloud.Ec2("DescribeNetworkInterfaces", TestNetwork.Filter("addresses.private-ip-address", "10.0.0.21")).Each("networkInterfaceSet/item"));
    }

    [Fact]
    public void Addresses_are_assigned_moved_and_taken_away_but_never_the_primary_one()
    {
        var net = new TestNetwork(cloud);
        var (first, second) = (net.Interface(), net.Interface());
        Assert.Single(cloud.Ec2("AssignPrivateIpAddresses", ("NetworkInterfaceId", first), ("SecondaryPrivateIpAddressCount", "1")).Each("assignedPrivateIpAddressesSet/item"));
        cloud.Ec2("AssignPrivateIpAddresses", ("NetworkInterfaceId", first), ("PrivateIpAddress.1", "10.0.0.50"));
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("AssignPrivateIpAddresses", ("NetworkInterfaceId", second), ("PrivateIpAddress.1", "10.0.0.50")));
        cloud.Ec2("AssignPrivateIpAddresses", ("NetworkInterfaceId", second), ("PrivateIpAddress.1", "10.0.0.50"), ("AllowReassignment", "true"));
        Assert.DoesNotContain("10.0.0.50", Seen(first).Texts("networkInterfaceSet/item/privateIpAddressesSet/item/privateIpAddress"));
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("UnassignPrivateIpAddresses", ("NetworkInterfaceId", second), ("PrivateIpAddress.1", "10.0.0.5")));
        cloud.Ec2("UnassignPrivateIpAddresses", ("NetworkInterfaceId", second), ("PrivateIpAddress.1", "10.0.0.50"));
        Assert.Single(Seen(second).Each("networkInterfaceSet/item/privateIpAddressesSet/item"));
    }

    [Fact]
    public void Attributes_are_changed_one_at_a_time_and_read_back()
    {
        var net = new TestNetwork(cloud);
        var nic = net.Interface();
        var group = cloud.Ec2("CreateSecurityGroup", ("GroupName", "g"), ("GroupDescription", "d"), ("VpcId", net.VpcId)).Text("groupId");
        cloud.Ec2("ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", nic), ("SourceDestCheck.Value", "false"));
        cloud.Ec2("ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", nic), ("Description.Value", "new"));
        cloud.Ec2("ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", nic), ("SecurityGroupId.1", group));
        Assert.Equal("false", Attribute(nic, "sourceDestCheck").Text("sourceDestCheck/value"));
        Assert.Equal("new", Attribute(nic, "description").Text("description/value"));
        Assert.Equal([group], Attribute(nic, "groupSet").Texts("groupSet/item/groupId"));
        Assert.Equal("InvalidParameterCombination", cloud.Ec2Fault("ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", nic), ("SourceDestCheck.Value", "true"), ("Description.Value", "x")));
        Assert.Equal("InvalidGroup.NotFound", cloud.Ec2Fault("ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", nic), ("SecurityGroupId.1", "sg-0123456789abcdef0")));
        cloud.Ec2("ResetNetworkInterfaceAttribute", ("NetworkInterfaceId", nic), ("SourceDestCheck", "true"));
        Assert.Equal("true", Attribute(nic, "sourceDestCheck").Text("sourceDestCheck/value"));
    }

    [Fact]
    public void A_detached_interface_no_longer_answers_to_its_attachment()
    {
        var net = new TestNetwork(cloud);
        var nic = net.Interface();
        var instance = Instance(net);
        var attachment = cloud.Ec2("AttachNetworkInterface", ("NetworkInterfaceId", nic), ("InstanceId", instance), ("DeviceIndex", "1")).Text("attachmentId");
        Assert.Equal("in-use", cloud.Ec2("DescribeNetworkInterfaces", TestNetwork.Filter("attachment.attachment-id", attachment)).Text("networkInterfaceSet/item/status"));
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("DeleteNetworkInterface", ("NetworkInterfaceId", nic)));
        Assert.Equal("InvalidNetworkInterface.InUse", cloud.Ec2Fault("AttachNetworkInterface", ("NetworkInterfaceId", nic), ("InstanceId", instance), ("DeviceIndex", "2")));
        cloud.Ec2("DetachNetworkInterface", ("AttachmentId", attachment), ("Force", "true"));
        Assert.Empty(cloud.Ec2("DescribeNetworkInterfaces", TestNetwork.Filter("attachment.attachment-id", attachment)).Each("networkInterfaceSet/item"));
        Assert.Equal("InvalidAttachmentID.NotFound", cloud.Ec2Fault("DetachNetworkInterface", ("AttachmentId", attachment)));
        cloud.Ec2("DeleteNetworkInterface", ("NetworkInterfaceId", nic));
        Assert.Equal("InvalidNetworkInterfaceID.NotFound", cloud.Ec2Fault("DescribeNetworkInterfaces", ("NetworkInterfaceId.1", nic)));
    }

    [Fact]
    public void Ipv6_addresses_are_assigned_and_taken_away()
    {
        var net = new TestNetwork(cloud, withIpv6: true);
        var block = cloud.Ec2("DescribeVpcs", ("VpcId.1", net.VpcId)).Text("vpcSet/item/ipv6CidrBlockAssociationSet/item/ipv6CidrBlock").Replace("/56", "/64");
        cloud.Ec2("AssociateSubnetCidrBlock", ("SubnetId", net.SubnetId), ("Ipv6CidrBlock", block));
        var nic = net.Interface();
        var given = cloud.Ec2("AssignIpv6Addresses", ("NetworkInterfaceId", nic), ("Ipv6AddressCount", "2")).Texts("assignedIpv6Addresses/item");
        Assert.Equal(given, Seen(nic).Texts("networkInterfaceSet/item/ipv6AddressesSet/item/ipv6Address"));
        cloud.Ec2("UnassignIpv6Addresses", ("NetworkInterfaceId", nic), ("Ipv6Addresses.1", given[0]));
        Assert.Equal([given[1]], Seen(nic).Texts("networkInterfaceSet/item/ipv6AddressesSet/item/ipv6Address"));
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("UnassignIpv6Addresses", ("NetworkInterfaceId", nic), ("Ipv6Addresses.1", given[0])));
    }

    /// <summary>A running instance without interfaces, put straight into the world: launching is another area's.</summary>
    private string Instance(TestNetwork net)
    {
        var id = new Id<Instance>("i-0aaaaaaaaaaaaaaaa");
        _ = cloud.Ledger.TakeAsync(cloud.Scope.Place, draft => draft.Put(new Instance
        {
            Id = id, ReservationId = "r-1", ImageId = "ami-1", InstanceType = "t3.micro", State = InstanceState.Running, LaunchTime = draft.Now, Zone = "ap-northeast-2a",
            VpcId = new Id<Vpc>(net.VpcId), SubnetId = new Id<Subnet>(net.SubnetId),
        }), CancellationToken.None);
        return id.Value;
    }

    private System.Xml.Linq.XElement Seen(string nic) => cloud.Ec2("DescribeNetworkInterfaces", ("NetworkInterfaceId.1", nic));

    private System.Xml.Linq.XElement Attribute(string nic, string name) =>
        cloud.Ec2("DescribeNetworkInterfaceAttribute", ("NetworkInterfaceId", nic), ("Attribute", name));
}
