using Haneul.Model;
using Haneul.Tests.Api;
using Xunit;

namespace Haneul.Tests.Model;

public sealed class InterfaceLaws
{
    private readonly Place place = new("000000000000", "ap-northeast-2");

    [Fact]
    public void A_subnet_gives_every_free_address_once_and_then_says_that_it_is_full()
    {
        var (draft, subnet) = SubnetOf("10.0.0.0/24");
        var given = Enumerable.Range(0, 251).Select(_ => Interfaces.Make(draft, new InterfaceRequest(subnet.Id)).PrivateIps[0].ToString()).ToList();
        var full = Assert.Throws<Fault>(() => Interfaces.Make(draft, new InterfaceRequest(subnet.Id)));
        Assert.Equal(Enumerable.Range(4, 251).Select(n => $"10.0.0.{n}"), given);
        Assert.Equal("InsufficientFreeAddressesInSubnet", full.Code);
        Assert.Equal(0, PrivateAddresses.FreeIn(draft, subnet));
    }

    [Fact]
    public void An_address_given_back_is_found_again()
    {
        var (draft, subnet) = SubnetOf("10.0.0.0/28");
        var made = Enumerable.Range(0, 11).Select(_ => Interfaces.Make(draft, new InterfaceRequest(subnet.Id))).ToList();
        Interfaces.Delete(draft, made[3].Id);
        Assert.Equal(1, PrivateAddresses.FreeIn(draft, subnet));
        Assert.Equal(made[3].PrivateIps[0], Interfaces.Make(draft, new InterfaceRequest(subnet.Id)).PrivateIps[0]);
    }

    [Fact]
    public void Reserved_parts_of_a_subnet_are_not_given_out()
    {
        var (draft, subnet) = SubnetOf("10.0.0.0/28");
        draft.Put(new SubnetCidrReservation { Id = draft.NewId<SubnetCidrReservation>(), SubnetId = subnet.Id, Block = Cidr.Parse("10.0.0.0/29"), Type = "explicit" });
        Assert.Equal("10.0.0.8", Interfaces.Make(draft, new InterfaceRequest(subnet.Id)).PrivateIps[0].ToString());
        Assert.Equal("10.0.0.5", Interfaces.Make(draft, new InterfaceRequest(subnet.Id) { PrimaryIp = Ip.Parse("10.0.0.5") }).PrivateIps[0].ToString());
    }

    [Theory]
    [InlineData("10.0.0.3", "InvalidParameterValue")]
    [InlineData("10.0.0.255", "InvalidParameterValue")]
    [InlineData("10.0.1.4", "InvalidParameterValue")]
    [InlineData("10.0.0.4", "InvalidIPAddress.InUse")]
    public void An_address_that_cannot_be_had_is_refused(string address, string code)
    {
        var (draft, subnet) = SubnetOf("10.0.0.0/24");
        Interfaces.Make(draft, new InterfaceRequest(subnet.Id));
        Assert.Equal(code, Assert.Throws<Fault>(() => Interfaces.Make(draft, new InterfaceRequest(subnet.Id) { PrimaryIp = Ip.Parse(address) })).Code);
    }

    [Fact]
    public void Public_addresses_are_never_held_twice_whoever_asks()
    {
        var (draft, subnet) = SubnetOf("10.0.0.0/20");
        var elsewhere = draft.In(new Place("111111111111", "us-east-1"));
        var lent = Enumerable.Range(0, 500).Select(_ => Interfaces.LendPublicIp(draft, Interfaces.Make(draft, new InterfaceRequest(subnet.Id))).LentPublicIp).ToList();
        var taken = Enumerable.Range(0, 500).Select(_ => (Ip?)PublicAddresses.Take(elsewhere)).ToList();
        Assert.Equal(1000, lent.Concat(taken).Distinct().Count());
    }

    [Fact]
    public void Marks_lead_to_the_rows_that_bear_them_now()
    {
        var (draft, subnet) = SubnetOf("10.0.0.0/24");
        var nic = Interfaces.Make(draft, new InterfaceRequest(subnet.Id));
        Interfaces.Attach(draft, nic, new Id<Instance>("i-01"), 0);
        Assert.Equal(nic.Id, Assert.Single(draft.All<NetworkInterface>().Marked("i-01")).Id);
        Interfaces.Detach(draft, draft.Get(nic.Id));
        Assert.Empty(draft.All<NetworkInterface>().Marked("i-01"));
        Assert.Equal(nic.Id, Assert.Single(draft.All<NetworkInterface>().Marked(subnet.Id.Value)).Id);
        Interfaces.Delete(draft, nic.Id);
        Assert.Empty(draft.All<NetworkInterface>().Marked(subnet.Id.Value));
    }

    private (Draft Draft, Subnet Subnet) SubnetOf(string block)
    {
        var draft = new Draft(World.Empty, place, DateTimeOffset.UnixEpoch, new CountedIds());
        var vpc = Networks.MakeVpc(draft, Cidr.Parse("10.0.0.0/16"));
        return (draft, Networks.MakeSubnet(draft, new Subnet { Id = draft.NewId<Subnet>(), VpcId = vpc.Id, Zone = "ap-northeast-2a", Cidr = Cidr.Parse(block) }));
    }
}
