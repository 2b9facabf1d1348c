using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Api;

public sealed class VolumeTests
{
    private readonly TestCloud cloud = new();

    private string Make(params (string, string)[] more) =>
        cloud.Ec2("CreateVolume", [("AvailabilityZone", "ap-northeast-2a"), ("Size", "10"), .. more]).Text("volumeId");

    private string State(string id) => cloud.Ec2("DescribeVolumes", ("VolumeId.1", id)).Text("volumeSet/item/status");

    private string Run(string zone) => cloud.Ec2(
        "RunInstances", ("ImageId", Images.CatalogueOf("ap-northeast-2").First(i => i.Architecture == "x86_64").Id.Value), ("InstanceType", "t3.micro"), ("MinCount", "1"), ("MaxCount", "1"),
        ("Placement.AvailabilityZone", zone)).Text("instancesSet/item/instanceId");

    [Theory]
    [InlineData("gp2", null, "100", null)]
    [InlineData("gp3", null, "3000", "125")]
    [InlineData("gp3", "4000", "4000", "125")]
    [InlineData("io1", "500", "500", null)]
    [InlineData("standard", null, null, null)]
    public void A_volume_has_the_rates_of_its_type(string type, string? asked, string? iops, string? throughput)
    {
        var id = asked is null ? Make(("VolumeType", type)) : Make(("VolumeType", type), ("Iops", asked));
        var shown = cloud.Ec2("DescribeVolumes", ("VolumeId.1", id));
        Assert.Equal(("available", iops, throughput), (shown.Text("volumeSet/item/status"), shown.TextOrNull("volumeSet/item/iops"), shown.TextOrNull("volumeSet/item/throughput")));
    }

    [Theory]
    [InlineData("UnknownVolumeType", "VolumeType", "gp9")]
    [InlineData("MissingParameter", "VolumeType", "io2")]
    [InlineData("InvalidParameterCombination", "Iops", "3000")]
    [InlineData("InvalidParameterValue", "Size", "0")]
    [InlineData("InvalidParameterValue", "VolumeType", "st1")]
    [InlineData("InvalidZone.NotFound", "AvailabilityZone", "us-east-1a")]
    [InlineData("InvalidSnapshot.NotFound", "SnapshotId", "snap-0123456789abcdef0")]
    public void A_volume_that_cannot_be_is_refused(string code, string name, string value)
    {
        var parameters = new Dictionary<string, string> { ["AvailabilityZone"] = "ap-northeast-2a", ["Size"] = "10", [name] = value };
        Assert.Equal(code, cloud.Ec2Fault("CreateVolume", [.. parameters.Select(p => (p.Key, p.Value))]));
    }

    [Fact]
    public void A_volume_is_attached_and_detached_in_its_own_zone()
    {
        var volume = Make();
        var here = Run("ap-northeast-2a");
        Assert.Equal("InvalidVolume.ZoneMismatch", cloud.Ec2Fault("AttachVolume", ("VolumeId", volume), ("InstanceId", Run("ap-northeast-2c")), ("Device", "/dev/sdf")));
        cloud.Ec2("AttachVolume", ("VolumeId", volume), ("InstanceId", here), ("Device", "/dev/sdf"));
        Assert.Equal("in-use", State(volume));
        Assert.Equal("VolumeInUse", cloud.Ec2Fault("DeleteVolume", ("VolumeId", volume)));
        Assert.Equal("VolumeInUse", cloud.Ec2Fault("AttachVolume", ("VolumeId", volume), ("InstanceId", here), ("Device", "/dev/sdg")));
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("AttachVolume", ("VolumeId", Make()), ("InstanceId", here), ("Device", "/dev/sdf")));
        var found = cloud.Ec2("DescribeVolumes", ("Filter.1.Name", "attachment.device"), ("Filter.1.Value.1", "/dev/sdf"), ("Filter.2.Name", "attachment.instance-id"), ("Filter.2.Value.1", here));
        Assert.Equal([volume], found.Texts("volumeSet/item/volumeId"));
        cloud.Ec2("DetachVolume", ("VolumeId", volume));
        Assert.Equal("available", State(volume));
        cloud.Ec2("DeleteVolume", ("VolumeId", volume));
        Assert.Equal("InvalidVolume.NotFound", cloud.Ec2Fault("DescribeVolumes", ("VolumeId.1", volume)));
        Assert.Single(cloud.Scope.Get(new Id<Instance>(here)).BlockDevices);
    }

    [Fact]
    public void A_volume_grows_and_remembers_what_it_was()
    {
        var volume = Make(("VolumeType", "gp2"));
        Assert.Equal("InvalidVolumeModification.NotFound", cloud.Ec2Fault("DescribeVolumesModifications", ("VolumeId.1", volume)));
        Assert.Equal("modifying", cloud.Ec2("ModifyVolume", ("VolumeId", volume), ("Size", "20"), ("VolumeType", "gp3")).Text("volumeModification/modificationState"));
        var change = cloud.Ec2("DescribeVolumesModifications", ("VolumeId.1", volume));
        Assert.Equal(("completed", "10", "20", "gp2", "gp3"), (
            change.Text("volumeModificationSet/item/modificationState"), change.Text("volumeModificationSet/item/originalSize"), change.Text("volumeModificationSet/item/targetSize"),
            change.Text("volumeModificationSet/item/originalVolumeType"), change.Text("volumeModificationSet/item/targetVolumeType")));
        Assert.Equal("InvalidParameterValue", cloud.Ec2Fault("ModifyVolume", ("VolumeId", volume), ("Size", "15")));
    }

    [Fact]
    public void A_volume_made_from_a_snapshot_has_its_size_and_its_encryption()
    {
        cloud.Ec2("EnableEbsEncryptionByDefault");
        var first = Make();
        cloud.Ec2("DisableEbsEncryptionByDefault");
        var snapshot = cloud.Ec2("CreateSnapshot", ("VolumeId", first), ("Description", "d")).Text("snapshotId");
        Assert.Equal("completed", cloud.Ec2("DescribeSnapshots", ("Owner.1", "self")).Text("snapshotSet/item/status"));
        var second = cloud.Ec2("CreateVolume", ("AvailabilityZone", "ap-northeast-2c"), ("SnapshotId", snapshot));
        Assert.Equal(("10", "true"), (second.Text("size"), second.Text("encrypted")));
        Assert.Equal("false", cloud.Ec2("DescribeVolumes", ("VolumeId.1", Make())).Text("volumeSet/item/encrypted"));
        cloud.Ec2("DeleteSnapshot", ("SnapshotId", snapshot));
        Assert.Equal("InvalidSnapshot.NotFound", cloud.Ec2Fault("DescribeSnapshots", ("SnapshotId.1", snapshot)));
    }
}
