using Haneul.Fabric;
using Haneul.Model;
using Haneul.Tests.Api;
using Xunit;

namespace Haneul.Tests.Outside;

/// <summary>Where public addresses come from.</summary>
public sealed class PublicPoolTests
{
    private readonly TestCloud cloud = new();

    [Fact]
    public void Addresses_are_given_out_of_the_pools_in_their_order_and_then_of_the_built_in_one()
    {
        Pools("50.1.1.0/30", "60.2.0.8/31");
        cloud.Ec2("DescribeVpcs");
        Assert.Equal(["50.1.1.1", "50.1.1.2", "60.2.0.8", "60.2.0.9", "198.18.0.1"], Enumerable.Range(0, 5).Select(_ => cloud.Ec2("AllocateAddress").Text("publicIp")));
    }

    [Fact]
    public void One_address_of_a_pool_can_be_asked_for_while_it_is_free()
    {
        Pools("50.1.1.0/24");
        Assert.Equal("50.1.1.1", cloud.Ec2("AllocateAddress", ("Address", "50.1.1.1")).Text("publicIp"));
        Assert.Equal("InvalidAddress.NotFound", cloud.Ec2Fault("AllocateAddress", ("Address", "50.1.1.1")));
        Assert.Equal("InvalidAddress.NotFound", cloud.Ec2Fault("AllocateAddress", ("Address", "50.1.1.255")));
        Assert.Equal("InvalidAddress.NotFound", cloud.Ec2Fault("AllocateAddress", ("Address", "51.1.1.1")));
        Assert.Equal("50.1.1.2", cloud.Ec2("AllocateAddress").Text("publicIp"));
    }

    [Fact]
    public void An_address_that_somebody_outside_has_is_not_given_out()
    {
        Take(d => OutsideNetwork.AddHost(d, "early", Ip.Parse("50.1.1.1"), null, []));
        Take(d => OutsideNetwork.AddHome(d, "flat", Cidr.Parse("192.168.1.0/24"), Ip.Parse("50.1.1.2")));
        Pools("50.1.1.0/24");
        Assert.Equal("InvalidAddress.NotFound", cloud.Ec2Fault("AllocateAddress", ("Address", "50.1.1.1")));
        Assert.Equal("50.1.1.3", cloud.Ec2("AllocateAddress").Text("publicIp"));
    }

    [Fact]
    public void Started_with_other_pools_what_was_given_out_stays_and_goes_back_to_nobody()
    {
        Pools("50.1.1.0/24");
        var net = new TestNetwork(cloud);
        var made = cloud.Ec2("AllocateAddress");
        var nic = net.Interface();
        var association = cloud.Ec2("AssociateAddress", ("AllocationId", made.Text("allocationId")), ("NetworkInterfaceId", nic)).Text("associationId");
        Pools("60.2.0.0/24");
        Assert.Equal("50.1.1.1", cloud.Ec2("DescribeAddresses").Text("addressesSet/item/publicIp"));
        Assert.Equal("60.2.0.1", cloud.Ec2("AllocateAddress").Text("publicIp"));
        cloud.Ec2("DisassociateAddress", ("AssociationId", association));
        cloud.Ec2("ReleaseAddress", ("AllocationId", made.Text("allocationId")));
        Assert.Equal("InvalidAddress.NotFound", cloud.Ec2Fault("AllocateAddress", ("Address", "50.1.1.1")));
        Pools();
        Assert.Equal("198.18.0.1", cloud.Ec2("AllocateAddress").Text("publicIp"));
    }

    [Theory]
    [InlineData("10.0.0.0/16", "10.0.0.0/8 is not carried")]
    [InlineData("0.0.0.0/8", "is not carried")]
    [InlineData("192.0.0.0/8", "192.168.0.0/16 is not carried")]
    [InlineData("198.18.9.0/24", "198.18.0.0/16 is a pool anyway")]
    [InlineData("198.19.9.0/24", "the outside's")]
    [InlineData("203.0.113.0/24", "203.0.113.1")]
    [InlineData("2600::/32", "IPv4")]
    [InlineData("64.0.0.0/7", "/8 or smaller")]
    public void A_block_that_cannot_be_a_pool_is_refused(string block, string why) =>
        Assert.Contains(why, Assert.Throws<Fault>(() => PublicPools.Check([Cidr.Parse(block)])).Message, StringComparison.Ordinal);

    [Fact]
    public void Pools_do_not_overlap_and_are_few()
    {
        Assert.Contains("overlaps the pool 50.1.0.0/16", Assert.Throws<Fault>(() => PublicPools.Check([Cidr.Parse("50.1.0.0/16"), Cidr.Parse("50.1.1.0/24")])).Message, StringComparison.Ordinal);
        Assert.Throws<Fault>(() => PublicPools.Check([.. Enumerable.Range(1, PublicPools.Most + 1).Select(n => Cidr.Parse($"50.{n}.0.0/16"))]));
    }

    [Fact]
    public void The_example_to_the_letter_a_private_host_is_seen_outside_by_its_elastic_address()
    {
        Pools("50.1.1.0/24");
        Take(d => OutsideNetwork.AddHost(d, "there", Ip.Parse("60.1.1.1"), null, [80]));
        var net = new TestNetwork(cloud);
        cloud.Ec2("CreateRoute", ("RouteTableId", net.MainTableId), ("DestinationCidrBlock", "0.0.0.0/0"), ("GatewayId", net.GatewayId));
        var ami = Images.CatalogueOf("ap-northeast-2").First(i => i.Architecture == "x86_64").Id.Value;
        var instance = cloud.Ec2("RunInstances", ("ImageId", ami), ("InstanceType", "t3.micro"), ("MinCount", "1"), ("MaxCount", "1"), ("SubnetId", net.SubnetId), ("PrivateIpAddress", "10.0.0.10")).Text("instancesSet/item/instanceId");
        cloud.Ec2("AssociateAddress", ("AllocationId", cloud.Ec2("AllocateAddress", ("Address", "50.1.1.1")).Text("allocationId")), ("InstanceId", instance));

        var trace = Tracer.Trace(Lowering.Lower(cloud.Ledger.Current), new Question { Source = PathEnd.Instance(new(instance)), Destination = PathEnd.At(Ip.Parse("60.1.1.1")), DestinationPort = 80 });
        Assert.True(trace.Reachable);
        Assert.Equal(("10.0.0.10", "50.1.1.1", "there"), (trace.Packet.Source.ToString(), trace.Forward[^1].After.Source.ToString(), trace.To?.Id));
        Assert.Equal(("60.1.1.1", "50.1.1.1"), (trace.Return[0].Before.Source.ToString(), trace.Return[0].Before.Destination.ToString()));
        Assert.Equal("10.0.0.10", trace.Return[^1].After.Destination.ToString());
    }

    private void Pools(params string[] blocks) => Take(d => PublicPools.Set(d, [.. blocks.Select(Cidr.Parse)]));

    private void Take(Action<Draft> step) => cloud.Ledger.TakeAsync(Place.Between, d => { step(d); return true; }, CancellationToken.None).GetAwaiter().GetResult();
}
