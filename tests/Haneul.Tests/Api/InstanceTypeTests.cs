using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Api;

public sealed class InstanceTypeTests
{
    private readonly TestCloud cloud = new();

    [Fact]
    public void A_type_is_described_with_the_facts_of_AWS()
    {
        var type = cloud.Ec2("DescribeInstanceTypes", ("InstanceType.1", "t3.micro"));
        Assert.Equal("2", type.Text("instanceTypeSet/item/vCpuInfo/defaultVCpus"));
        Assert.Equal("1024", type.Text("instanceTypeSet/item/memoryInfo/sizeInMiB"));
        Assert.Equal("2", type.Text("instanceTypeSet/item/networkInfo/maximumNetworkInterfaces"));
        Assert.Equal("2", type.Text("instanceTypeSet/item/networkInfo/ipv4AddressesPerInterface"));
        Assert.Equal("x86_64", type.Text("instanceTypeSet/item/processorInfo/supportedArchitectures/item"));
        Assert.Equal("true", type.Text("instanceTypeSet/item/burstablePerformanceSupported"));
        Assert.Equal("InvalidInstanceType", cloud.Ec2Fault("DescribeInstanceTypes", ("InstanceType.1", "t3.enormous")));
    }

    [Fact]
    public void Pages_of_types_together_hold_each_once()
    {
        var names = new List<string>();
        string? token = null;
        do
        {
            var page = token is null ? cloud.Ec2("DescribeInstanceTypes", ("MaxResults", "50")) : cloud.Ec2("DescribeInstanceTypes", ("MaxResults", "50"), ("NextToken", token));
            names.AddRange(page.Texts("instanceTypeSet/item/instanceType"));
            token = page.TextOrNull("nextToken");
        }
        while (token is not null);
        Assert.Equal(InstanceTypes.All.Select(t => t.Id.Value).Order(StringComparer.Ordinal), names);
    }

    [Fact]
    public void Types_are_coherent()
    {
        Assert.All(InstanceTypes.All, t =>
        {
            Assert.True(t.VCpus == t.Cores * t.ThreadsPerCore || t.IsMetal || t.ValidCores.IsEmpty, t.Id.Value);
            Assert.True(t.MaximumInterfaces >= 2 && t.AddressesPerInterface >= 2, t.Id.Value);
            Assert.True(t.Architectures.Contains("arm64") == (t.Manufacturer == "AWS"), t.Id.Value);
        });
    }

    [Theory]
    [InlineData("region", 1)]
    [InlineData("availability-zone", 4)]
    [InlineData("availability-zone-id", 4)]
    public void A_type_is_offered_in_every_place(string kind, int places)
    {
        var offers = cloud.Ec2("DescribeInstanceTypeOfferings", ("LocationType", kind), ("Filter.1.Name", "instance-type"), ("Filter.1.Value.1", "t3.micro"));
        Assert.Equal(places, offers.Each("instanceTypeOfferingSet/item").Count);
    }
}
