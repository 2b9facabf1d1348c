using System.Xml.Linq;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Api;

public sealed class InstanceTests
{
    private readonly TestCloud cloud = new();

    private string Ami => Images.CatalogueOf("ap-northeast-2").Single(i => i.Name.StartsWith("al2023-ami-2023", StringComparison.Ordinal) && i.Architecture == "x86_64").Id.Value;

    private (string, string)[] Defaults => [("ImageId", Ami), ("InstanceType", "t3.micro"), ("MinCount", "1"), ("MaxCount", "1")];

    private XElement Run(params (string, string)[] more) =>
        cloud.Ec2("RunInstances", [.. Defaults.Where(d => !more.Any(m => m.Item1 == d.Item1)), .. more]).Each("instancesSet/item")[0];

    private XElement Show(string id) => cloud.Ec2("DescribeInstances", ("InstanceId.1", id)).Each("reservationSet/item/instancesSet/item")[0];

    private string NewId(params (string, string)[] more) => Run(more).Text("instanceId");

    [Fact]
    public void An_instance_without_a_word_about_the_network_lands_in_the_default_subnet_with_a_public_address()
    {
        var pending = Run();
        Assert.Equal("pending", pending.Text("instanceState/name"));
        var shown = Show(pending.Text("instanceId"));
        Assert.Equal("running", shown.Text("instanceState/name"));
        Assert.Equal("16", shown.Text("instanceState/code"));
        Assert.StartsWith("172.31.", shown.Text("privateIpAddress"), StringComparison.Ordinal);
        var dashed = shown.Text("ipAddress").Replace('.', '-');
        Assert.Equal($"ec2-{dashed}.ap-northeast-2.compute.amazonaws.com", shown.Text("dnsName"));
        Assert.Equal($"ip-{shown.Text("privateIpAddress").Replace('.', '-')}.ap-northeast-2.compute.internal", shown.Text("privateDnsName"));
        Assert.Equal("default", shown.Text("groupSet/item/groupName"));
        Assert.Equal("/dev/xvda", shown.Text("blockDeviceMapping/item/deviceName"));
        var volume = cloud.Ec2("DescribeVolumes", ("Filter.1.Name", "attachment.instance-id"), ("Filter.1.Value.1", shown.Text("instanceId")));
        Assert.Equal(("8", "gp3", "in-use"), (volume.Text("volumeSet/item/size"), volume.Text("volumeSet/item/volumeType"), volume.Text("volumeSet/item/status")));
    }

    [Fact]
    public void A_stop_takes_the_lent_address_back_and_a_start_lends_another_while_the_private_one_stays()
    {
        var id = NewId();
        var before = Show(id);
        cloud.Ec2("StopInstances", ("InstanceId.1", id));
        var stopped = Show(id);
        Assert.Equal("stopped", stopped.Text("instanceState/name"));
        Assert.Null(stopped.TextOrNull("ipAddress"));
        Assert.StartsWith("User initiated (", stopped.Text("reason"), StringComparison.Ordinal);
        Assert.Equal("Client.UserInitiatedShutdown", stopped.Text("stateReason/code"));
        cloud.Ec2("StartInstances", ("InstanceId.1", id));
        var after = Show(id);
        Assert.Equal("running", after.Text("instanceState/name"));
        Assert.Equal(before.Text("privateIpAddress"), after.Text("privateIpAddress"));
        Assert.NotNull(after.TextOrNull("ipAddress"));
    }

    [Fact]
    public void A_terminated_instance_stays_visible_without_a_network_and_takes_with_it_what_was_told_to_go()
    {
        var id = NewId(
            ("BlockDeviceMapping.1.DeviceName", "/dev/sdf"), ("BlockDeviceMapping.1.Ebs.VolumeSize", "10"), ("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "false"),
            ("TagSpecification.1.ResourceType", "volume"), ("TagSpecification.1.Tag.1.Key", "a"), ("TagSpecification.1.Tag.1.Value", "b"));
        Assert.Equal(2, cloud.Ec2("DescribeVolumes", ("Filter.1.Name", "tag:a"), ("Filter.1.Value.1", "b")).Each("volumeSet/item").Count);
        var gone = cloud.Ec2("TerminateInstances", ("InstanceId.1", id));
        Assert.Equal(("shutting-down", "running"), (gone.Text("instancesSet/item/currentState/name"), gone.Text("instancesSet/item/previousState/name")));
        var shown = Show(id);
        Assert.Equal("terminated", shown.Text("instanceState/name"));
        Assert.Null(shown.TextOrNull("vpcId"));
        Assert.Empty(shown.Each("networkInterfaceSet/item"));
        Assert.Empty(cloud.Scope.All<NetworkInterface>());
        var kept = cloud.Ec2("DescribeVolumes");
        Assert.Equal(("10", "available"), (kept.Text("volumeSet/item/size"), kept.Text("volumeSet/item/status")));
        Assert.Single(kept.Each("volumeSet/item"));
        Assert.Equal(TimeSpan.FromHours(1), cloud.Scope.Get(new Id<Instance>(id)).ForgottenAt - cloud.Scope.Get(new Id<Instance>(id)).EndTime);
        Assert.Equal("IncorrectInstanceState", cloud.Ec2Fault("StartInstances", ("InstanceId.1", id)));
        Assert.Equal("terminated", cloud.Ec2("TerminateInstances", ("InstanceId.1", id)).Text("instancesSet/item/currentState/name"));
    }

    [Fact]
    public void A_protected_instance_is_not_terminated_and_neither_are_those_named_with_it()
    {
        var free = NewId();
        var held = NewId(("DisableApiTermination", "true"));
        Assert.Equal("OperationNotPermitted", cloud.Ec2Fault("TerminateInstances", ("InstanceId.1", free), ("InstanceId.2", held)));
        Assert.Equal("running", Show(free).Text("instanceState/name"));
        cloud.Ec2("ModifyInstanceAttribute", ("InstanceId", held), ("DisableApiTermination.Value", "false"));
        cloud.Ec2("TerminateInstances", ("InstanceId.1", free), ("InstanceId.2", held));
        Assert.Equal("terminated", Show(held).Text("instanceState/name"));
    }

    [Fact]
    public void Interfaces_given_and_made_are_attached_in_order_and_the_given_one_survives()
    {
        var subnet = cloud.Scope.All<Subnet>().FirstOrDefault()?.Id.Value ?? cloud.Ec2("DescribeSubnets").Text("subnetSet/item/subnetId");
        var first = Run(
            ("NetworkInterface.1.DeviceIndex", "0"), ("NetworkInterface.1.SubnetId", subnet), ("NetworkInterface.1.DeleteOnTermination", "false"), ("NetworkInterface.1.Description", "kept"),
            ("NetworkInterface.2.DeviceIndex", "1"), ("NetworkInterface.2.SubnetId", subnet), ("NetworkInterface.2.SecondaryPrivateIpAddressCount", "1"));
        var shown = Show(first.Text("instanceId"));
        Assert.Equal(["0", "1"], shown.Texts("networkInterfaceSet/item/attachment/deviceIndex"));
        Assert.Null(shown.TextOrNull("ipAddress"));
        Assert.Equal(2, shown.Each("networkInterfaceSet/item")[1].Each("privateIpAddressesSet/item").Count);
        cloud.Ec2("TerminateInstances", ("InstanceId.1", first.Text("instanceId")));
        var left = cloud.Scope.All<NetworkInterface>().Single();
        Assert.Equal(("kept", null), (left.Description, left.Attachment));
        var second = Run(("NetworkInterface.1.DeviceIndex", "0"), ("NetworkInterface.1.NetworkInterfaceId", left.Id.Value));
        Assert.Equal(left.PrivateIps[0].ToString(), second.Text("privateIpAddress"));
        cloud.Ec2("TerminateInstances", ("InstanceId.1", second.Text("instanceId")));
        Assert.Null(cloud.Scope.All<NetworkInterface>().Single().Attachment);
    }

    [Theory]
    [InlineData("InvalidAMIID.NotFound", "ImageId", "ami-0123456789abcdef0")]
    [InlineData("InvalidInstanceType", "InstanceType", "t3.enormous")]
    [InlineData("InvalidParameterValue", "InstanceType", "t4g.micro")]
    [InlineData("InvalidKeyPair.NotFound", "KeyName", "nobodys")]
    [InlineData("InvalidSubnetID.NotFound", "SubnetId", "subnet-0123456789abcdef0")]
    [InlineData("InvalidGroup.NotFound", "SecurityGroupId.1", "sg-0123456789abcdef0")]
    [InlineData("InvalidParameterValue", "MaxCount", "0")]
    [InlineData("InvalidUserData.Malformed", "UserData", "not base64!")]
    [InlineData("InvalidParameterValue", "MetadataOptions.HttpTokens", "perhaps")]
    [InlineData("InvalidParameterValue", "PrivateIpAddress", "10.9.9.9")]
    [InlineData("InvalidPlacementGroup.Unknown", "Placement.GroupName", "nowhere")]
    [InlineData("UnknownParameter", "InstanceMarketOptions.MarketType", "spot")]
    public void A_launch_is_refused_with_the_code_of_AWS(string code, string name, string value)
    {
        var parameters = new Dictionary<string, string> { ["ImageId"] = Ami, ["InstanceType"] = "t3.micro", ["MinCount"] = "1", ["MaxCount"] = "1", [name] = value };
        Assert.Equal(code, cloud.Ec2Fault("RunInstances", [.. parameters.Select(p => (p.Key, p.Value))]));
        Assert.Empty(cloud.Scope.All<Instance>());
        Assert.Empty(cloud.Scope.All<NetworkInterface>());
    }

    [Fact]
    public void As_many_are_launched_as_the_subnet_has_addresses_for_but_not_fewer_than_the_least()
    {
        var vpc = cloud.Ec2("CreateVpc", ("CidrBlock", "10.0.0.0/16")).Text("vpc/vpcId");
        var subnet = cloud.Ec2("CreateSubnet", ("VpcId", vpc), ("CidrBlock", "10.0.0.0/28")).Text("subnet/subnetId");
        cloud.Ec2("RunInstances", ("ImageId", Ami), ("InstanceType", "t3.micro"), ("SubnetId", subnet), ("MinCount", "2"), ("MaxCount", "20"));
        Assert.Equal(11, cloud.Scope.All<Instance>().Count);
        Assert.Equal("InsufficientFreeAddressesInSubnet", cloud.Ec2Fault("RunInstances", ("ImageId", Ami), ("InstanceType", "t3.micro"), ("SubnetId", subnet), ("MinCount", "1"), ("MaxCount", "1")));
        Assert.Equal(11, cloud.Scope.All<Instance>().Count);
    }

    [Fact]
    public void As_many_are_launched_as_the_quota_of_virtual_processors_admits()
    {
        Assert.Equal("VcpuLimitExceeded", cloud.Ec2Fault("RunInstances", ("ImageId", Ami), ("InstanceType", "m5.metal"), ("MinCount", "13"), ("MaxCount", "13")));
        cloud.Ec2("RunInstances", ("ImageId", Ami), ("InstanceType", "m5.metal"), ("MinCount", "1"), ("MaxCount", "13"));
        Assert.Equal(1152 / 96, cloud.Scope.All<Instance>().Count);
        Assert.Equal("VcpuLimitExceeded", cloud.Ec2Fault("RunInstances", ("ImageId", Ami), ("InstanceType", "t3.micro"), ("MinCount", "1"), ("MaxCount", "1")));
    }

    [Fact]
    public void The_same_token_launches_once()
    {
        var first = Run(("ClientToken", "once"));
        var second = Run(("ClientToken", "once"));
        Assert.Equal(first.Text("instanceId"), second.Text("instanceId"));
        Assert.Single(cloud.Scope.All<Instance>());
    }

    [Fact]
    public void An_attribute_that_needs_a_stop_is_refused_before_and_taken_after()
    {
        var id = NewId(("UserData", "IyEvYmluL3NoCg=="));
        Assert.Equal("IncorrectInstanceState", cloud.Ec2Fault("ModifyInstanceAttribute", ("InstanceId", id), ("InstanceType.Value", "t3.small")));
        cloud.Ec2("ModifyInstanceAttribute", ("InstanceId", id), ("SourceDestCheck.Value", "false"));
        cloud.Ec2("StopInstances", ("InstanceId.1", id));
        cloud.Ec2("ModifyInstanceAttribute", ("InstanceId", id), ("InstanceType.Value", "t3.small"));
        cloud.Ec2("ModifyInstanceAttribute", ("InstanceId", id), ("Attribute", "userData"), ("Value", "IyEK"));
        Assert.Equal("t3.small", Show(id).Text("instanceType"));
        Assert.Equal("IyEK", cloud.Ec2("DescribeInstanceAttribute", ("InstanceId", id), ("Attribute", "userData")).Text("userData/value"));
        Assert.Equal("false", cloud.Ec2("DescribeInstanceAttribute", ("InstanceId", id), ("Attribute", "sourceDestCheck")).Text("sourceDestCheck/value"));
    }

    [Fact]
    public void Every_documented_filter_is_known_and_finds_the_instance_by_what_it_shows()
    {
        var id = NewId(("KeyName", Key()), ("TagSpecification.1.ResourceType", "instance"), ("TagSpecification.1.Tag.1.Key", "Name"), ("TagSpecification.1.Tag.1.Value", "web"));
        NewId(("InstanceType", "t3.small"), ("Placement.AvailabilityZone", "ap-northeast-2c"));
        var shown = Show(id);
        foreach (var (filter, value) in ((string, string)[])
        [
            ("instance-id", id), ("instance-state-name", "running"), ("tag:Name", "w*"), ("private-ip-address", shown.Text("privateIpAddress")), ("ip-address", shown.Text("ipAddress")),
            ("network-interface.network-interface-id", shown.Text("networkInterfaceSet/item/networkInterfaceId")), ("key-name", "k"), ("availability-zone", shown.Text("placement/availabilityZone")),
            ("network-interface.addresses.association.public-ip", shown.Text("ipAddress")), ("block-device-mapping.volume-id", shown.Text("blockDeviceMapping/item/ebs/volumeId")),
        ])
        {
            var found = cloud.Ec2("DescribeInstances", ("Filter.1.Name", filter), ("Filter.1.Value.1", value), ("Filter.2.Name", "instance-type"), ("Filter.2.Value.1", "t3.micro"));
            Assert.Equal([id], found.Texts("reservationSet/item/instancesSet/item/instanceId"));
        }
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("DescribeInstances", ("Filter.1.Name", "colour"), ("Filter.1.Value.1", "blue")));
        Assert.Equal("InvalidInstanceID.NotFound", cloud.Ec2Fault("DescribeInstances", ("InstanceId.1", "i-0123456789abcdef0")));
    }

    [Fact]
    public void An_instance_has_the_profile_that_it_was_given_and_can_get_another()
    {
        foreach (var name in (string[])["first", "second"]) cloud.Call("iam", "CreateInstanceProfile", ("InstanceProfileName", name), ("Path", "/app/"));
        var id = NewId(("IamInstanceProfile.Name", "first"));
        var shown = cloud.Ec2("DescribeIamInstanceProfileAssociations", ("Filter.1.Name", "instance-id"), ("Filter.1.Value.1", id));
        Assert.Equal("arn:aws:iam::000000000000:instance-profile/app/first", shown.Text("iamInstanceProfileAssociationSet/item/iamInstanceProfile/arn"));
        Assert.Equal(cloud.Call("iam", "GetInstanceProfile", ("InstanceProfileName", "first")).Text("InstanceProfile/InstanceProfileId"), Show(id).Text("iamInstanceProfile/id"));
        var association = shown.Text("iamInstanceProfileAssociationSet/item/associationId");
        Assert.Equal("IncorrectState", cloud.Ec2Fault("AssociateIamInstanceProfile", ("InstanceId", id), ("IamInstanceProfile.Name", "second")));
        association = cloud.Ec2("ReplaceIamInstanceProfileAssociation", ("AssociationId", association), ("IamInstanceProfile.Name", "second")).Text("iamInstanceProfileAssociation/associationId");
        Assert.EndsWith("/second", Show(id).Text("iamInstanceProfile/arn"), StringComparison.Ordinal);
        cloud.Ec2("DisassociateIamInstanceProfile", ("AssociationId", association));
        Assert.Null(Show(id).TextOrNull("iamInstanceProfile/arn"));
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("AssociateIamInstanceProfile", ("InstanceId", id), ("IamInstanceProfile.Name", "third")));
    }

    [Fact]
    public void An_image_made_of_an_instance_is_launched_with_its_disk()
    {
        var id = NewId(("BlockDeviceMapping.1.DeviceName", "/dev/xvda"), ("BlockDeviceMapping.1.Ebs.VolumeSize", "30"));
        var image = cloud.Ec2("CreateImage", ("InstanceId", id), ("Name", "mine"), ("TagSpecification.1.ResourceType", "image"), ("TagSpecification.1.Tag.1.Key", "a"), ("TagSpecification.1.Tag.1.Value", "b")).Text("imageId");
        var found = cloud.Ec2("DescribeImages", ("Owner.1", "self"), ("Filter.1.Name", "tag:a"), ("Filter.1.Value.1", "b"));
        Assert.Equal((image, "false"), (found.Text("imagesSet/item/imageId"), found.Text("imagesSet/item/isPublic")));
        var copy = NewId(("ImageId", image));
        Assert.Equal(30, cloud.Scope.All<Volume>().Single(v => v.InstanceId?.Value == copy).SizeGiB);
        Assert.Equal("InvalidSnapshot.InUse", cloud.Ec2Fault("DeleteSnapshot", ("SnapshotId", cloud.Scope.All<Snapshot>().Single().Id.Value)));
        Assert.Equal("AuthFailure", cloud.Ec2Fault("DeregisterImage", ("ImageId", Ami)));
        cloud.Ec2("DeregisterImage", ("ImageId", image), ("DeleteAssociatedSnapshots", "true"));
        Assert.Empty(cloud.Scope.All<Snapshot>());
        Assert.Equal("InvalidAMIID.NotFound", cloud.Ec2Fault("DescribeImages", ("ImageId.1", image)));
    }

    [Fact]
    public void Burstable_instances_tell_and_change_their_credit_mode()
    {
        var id = NewId();
        Assert.Equal("unlimited", cloud.Ec2("DescribeInstanceCreditSpecifications", ("InstanceId.1", id)).Text("instanceCreditSpecificationSet/item/cpuCredits"));
        var changed = cloud.Ec2(
            "ModifyInstanceCreditSpecification", ("InstanceCreditSpecification.1.InstanceId", id), ("InstanceCreditSpecification.1.CpuCredits", "standard"),
            ("InstanceCreditSpecification.2.InstanceId", "i-0123456789abcdef0"), ("InstanceCreditSpecification.2.CpuCredits", "standard"));
        Assert.Equal((id, "InvalidInstanceID.NotFound"), (
            changed.Text("successfulInstanceCreditSpecificationSet/item/instanceId"), changed.Text("unsuccessfulInstanceCreditSpecificationSet/item/error/code")));
        Assert.Equal("standard", cloud.Ec2("DescribeInstanceCreditSpecifications", ("InstanceId.1", id)).Text("instanceCreditSpecificationSet/item/cpuCredits"));
    }

    [Fact]
    public void A_placement_group_in_use_is_kept()
    {
        cloud.Ec2("CreatePlacementGroup", ("GroupName", "p"), ("Strategy", "partition"));
        Assert.Equal("InvalidPlacementGroup.Duplicate", cloud.Ec2Fault("CreatePlacementGroup", ("GroupName", "p")));
        Assert.Equal("2", cloud.Ec2("DescribePlacementGroups", ("GroupName.1", "p")).Text("placementGroupSet/item/partitionCount"));
        var id = NewId(("Placement.GroupName", "p"));
        Assert.Equal("InvalidPlacementGroup.InUse", cloud.Ec2Fault("DeletePlacementGroup", ("GroupName", "p")));
        cloud.Ec2("TerminateInstances", ("InstanceId.1", id));
        cloud.Ec2("DeletePlacementGroup", ("GroupName", "p"));
        Assert.Equal("InvalidPlacementGroup.Unknown", cloud.Ec2Fault("DescribePlacementGroups", ("GroupName.1", "p")));
    }

    private string Key()
    {
        cloud.Ec2("CreateKeyPair", ("KeyName", "k"), ("KeyType", "ed25519"));
        return "k";
    }
}
