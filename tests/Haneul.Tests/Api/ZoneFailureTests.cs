using System.Xml.Linq;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Api;

/// <summary>A zone that has failed, as AWS's API tells of it.</summary>
public sealed class ZoneFailureTests
{
    private readonly TestCloud cloud = new();

    private string Ami => Images.CatalogueOf("ap-northeast-2").Single(i => i.Name.StartsWith("al2023-ami-2023", StringComparison.Ordinal) && i.Architecture == "x86_64").Id.Value;

    [Fact]
    public void A_failed_zone_is_unavailable_until_it_recovers()
    {
        Fail("ap-northeast-2a");
        Assert.Equal(["unavailable", "available", "available", "available"], cloud.Ec2("DescribeAvailabilityZones").Texts("availabilityZoneInfo/item/zoneState"));
        var found = cloud.Ec2("DescribeAvailabilityZones", ("Filter.1.Name", "state"), ("Filter.1.Value.1", "unavailable"));
        Assert.Equal(["ap-northeast-2a"], found.Texts("availabilityZoneInfo/item/zoneName"));
        Assert.Contains("has failed", found.Text("availabilityZoneInfo/item/messageSet/item/message"), StringComparison.Ordinal);
        Recover("ap-northeast-2a");
        Assert.All(cloud.Ec2("DescribeAvailabilityZones").Texts("availabilityZoneInfo/item/zoneState"), s => Assert.Equal("available", s));
    }

    [Fact]
    public void A_zone_fails_for_all_accounts_by_its_name_or_its_id()
    {
        Fail("apne2-az3");
        Assert.Equal(["available", "available", "unavailable", "available"], cloud.As(account: "111111111111").Ec2("DescribeAvailabilityZones").Texts("availabilityZoneInfo/item/zoneState"));
    }

    [Fact]
    public void Instances_and_volumes_of_a_failed_zone_are_impaired_and_those_of_others_are_not()
    {
        var (dark, lit) = (Run("ap-northeast-2a"), Run("ap-northeast-2c"));
        Fail("ap-northeast-2a");
        var (one, other) = (Status(dark), Status(lit));
        Assert.Equal(("impaired", "impaired", "impaired"), (one.Text("systemStatus/status"), one.Text("instanceStatus/status"), one.Text("attachedEbsStatus/status")));
        Assert.Equal(("reachability", "failed"), (one.Text("systemStatus/details/item/name"), one.Text("systemStatus/details/item/status")));
        Assert.NotNull(one.TextOrNull("systemStatus/details/item/impairedSince"));
        Assert.Equal(("ok", "passed"), (other.Text("systemStatus/status"), other.Text("systemStatus/details/item/status")));
        Assert.Null(other.TextOrNull("systemStatus/details/item/impairedSince"));
        var found = cloud.Ec2("DescribeInstanceStatus", ("Filter.1.Name", "system-status.reachability"), ("Filter.1.Value.1", "failed"));
        Assert.Equal([dark], found.Texts("instanceStatusSet/item/instanceId"));
        Assert.Equal(["impaired"], cloud.Ec2("DescribeVolumeStatus", ("Filter.1.Name", "availability-zone"), ("Filter.1.Value.1", "ap-northeast-2a")).Texts("volumeStatusSet/item/volumeStatus/status"));
    }

    [Fact]
    public void Nothing_is_launched_or_started_in_a_failed_zone_and_a_launch_that_names_none_goes_to_another()
    {
        var stopped = Run("ap-northeast-2a");
        cloud.Ec2("StopInstances", ("InstanceId.1", stopped));
        Fail("ap-northeast-2a");
        Assert.Equal("InsufficientInstanceCapacity", cloud.Ec2Fault("StartInstances", ("InstanceId.1", stopped)));
        Assert.Equal("InsufficientInstanceCapacity", cloud.Ec2Fault("RunInstances", Launch("ap-northeast-2a")));
        Assert.Equal("ap-northeast-2b", Placed(cloud.Ec2("RunInstances", Launch(null))));
        Recover("ap-northeast-2a");
        cloud.Ec2("StartInstances", ("InstanceId.1", stopped));
        Assert.Equal("ap-northeast-2a", Placed(cloud.Ec2("RunInstances", Launch(null))));
    }

    [Fact]
    public void A_zone_that_there_is_not_is_refused_with_those_that_there_are()
    {
        var fault = Assert.Throws<Fault>(() => ZoneFailure.Named("ap-northeast-2z"));
        Assert.Contains("ap-northeast-2a, ap-northeast-2b, ap-northeast-2c, ap-northeast-2d", fault.Message, StringComparison.Ordinal);
        Assert.Contains("such as", Assert.Throws<Fault>(() => ZoneFailure.Named("moon-1a")).Message, StringComparison.Ordinal);
    }

    private static string Placed(XElement launched) => launched.Text("instancesSet/item/placement/availabilityZone");

    private (string, string)[] Launch(string? zone) =>
        [("ImageId", Ami), ("InstanceType", "t3.micro"), ("MinCount", "1"), ("MaxCount", "1"), .. zone is null ? [] : new[] { ("Placement.AvailabilityZone", zone) }];

    private string Run(string zone) => cloud.Ec2("RunInstances", Launch(zone)).Text("instancesSet/item/instanceId");

    private XElement Status(string instance) => cloud.Ec2("DescribeInstanceStatus", ("InstanceId.1", instance)).Each("instanceStatusSet/item")[0];

    private void Fail(string zone) => Take(d => ZoneFailure.Fail(d, ZoneFailure.Named(zone)));

    private void Recover(string zone) => Take(d => ZoneFailure.Recover(d, ZoneFailure.Named(zone)));

    private void Take(Action<Draft> step) => cloud.Ledger.TakeAsync(Place.Between, d => { step(d); return true; }, CancellationToken.None).GetAwaiter().GetResult();
}
