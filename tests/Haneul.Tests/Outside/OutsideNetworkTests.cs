using Haneul.Model;
using Haneul.Tests.Spec;
using Xunit;

namespace Haneul.Tests.Outside;

/// <summary>What can be beyond the cloud, and what a person is told of what cannot.</summary>
public sealed class OutsideNetworkTests
{
    private readonly Draft draft = new(World.Empty, Place.Between, DateTimeOffset.UnixEpoch, new SeededIds());

    public OutsideNetworkTests()
    {
        FirstOutside.Lay(draft);
        PublicPools.Set(draft, [Cidr.Parse("50.1.1.0/24")]);
    }

    [Theory]
    [InlineData("60.1.1.1")]
    [InlineData("203.0.113.2")]
    [InlineData("198.19.7.7")]
    [InlineData("50.1.2.1")]
    [InlineData("2600::1")]
    [InlineData("2001:db8::80")]
    public void A_host_can_have_any_public_address_that_is_nobody_s(string address)
    {
        OutsideNetwork.AddHost(draft, "web2", Ip.Parse(address), null, [443, 80, 80]);
        var host = draft.Get(new Id<OutsideHost>("web2"));
        Assert.Equal((address, "80,443"), (host.Address.ToString(), string.Join(',', host.Serves)));
    }

    [Theory]
    [InlineData("198.19.0.80", "the host outside 'web'")]
    [InlineData("198.19.0.10", "the home 'home'")]
    [InlineData("198.19.255.254", "this machine")]
    [InlineData("2001:db8::fffe", "this machine")]
    [InlineData("198.18.0.9", "The cloud gives out the addresses of 198.18.0.0/16")]
    [InlineData("50.1.1.9", "The cloud gives out the addresses of 50.1.1.0/24")]
    [InlineData("198.19.128.1", "for AWS's services")]
    [InlineData("10.0.0.9", "--home")]
    [InlineData("127.0.0.1", "does not carry it")]
    [InlineData("fe80::1", "does not carry it")]
    [InlineData("203.0.113.1", "stands for other hosts")]
    [InlineData("64:ff9b::1", "stands for other hosts")]
    public void An_address_that_is_somebody_s_or_nobody_s_is_refused_with_why(string address, string why)
    {
        var fault = Assert.Throws<Fault>(() => OutsideNetwork.AddHost(draft, "web2", Ip.Parse(address), null, []));
        Assert.Contains($"({address}) for parameter address", fault.Message, StringComparison.Ordinal);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_the_cloud_has_given_out_is_refused_also_where_its_pool_is_no_more()
    {
        var given = PublicAddresses.Take(draft.In(new Place("000000000000", "us-east-1")));
        PublicPools.Set(draft, []);
        Assert.Equal("50.1.1.1", given.ToString());
        var fault = Assert.Throws<Fault>(() => OutsideNetwork.AddHost(draft, "web2", given, null, []));
        Assert.Contains("account 000000000000 in us-east-1", fault.Message, StringComparison.Ordinal);
        PublicAddresses.Return(draft, given);
        OutsideNetwork.AddHost(draft, "web2", given, null, []);
    }

    [Fact]
    public void A_host_is_not_put_into_the_block_of_a_VPC_nor_a_VPC_s_block_over_a_host()
    {
        var here = draft.In(new Place("000000000000", "us-east-1"));
        var six = Ipv6Blocks.AddTo(here, here.Put(Networks.MakeVpc(here, Cidr.Parse("10.0.0.0/16")))).Cidrs.Single(c => c.IsV6);
        Assert.Contains("vpc-", Assert.Throws<Fault>(() => OutsideNetwork.AddHost(draft, "six", six.First + 80, null, [])).Message, StringComparison.Ordinal);
        var next = new Cidr(six.Last + 1, 56);
        OutsideNetwork.AddHost(draft, "six", next.First + 80, null, []);
        var other = Ipv6Blocks.AddTo(here, here.Put(Networks.MakeVpc(here, Cidr.Parse("10.1.0.0/16")))).Cidrs.Single(c => c.IsV6);
        Assert.False(other.Overlaps(next) || other.Contains(AddressPools.MachineV6), other.ToString());
    }

    [Theory]
    [InlineData("Web")]
    [InlineData("web_2")]
    [InlineData("2web")]
    [InlineData("web-")]
    [InlineData("")]
    [InlineData("a23456789012345678901234567890123456789012345678901234567890abcd")]
    [InlineData("host")]
    [InlineData("internet")]
    [InlineData("web")]
    [InlineData("home")]
    [InlineData("i-0123456789abcdef0")]
    public void A_name_that_is_none_or_taken_is_refused(string name)
    {
        var fault = Assert.Throws<Fault>(() => OutsideNetwork.AddHost(draft, name, null, null, []));
        Assert.Contains($"({name}) for parameter name", fault.Message, StringComparison.Ordinal);
        Assert.Throws<Fault>(() => OutsideNetwork.AddHome(draft, name, Cidr.Parse("192.168.1.0/24"), null));
    }

    [Fact]
    public void Hosts_without_an_address_get_the_next_free_one_where_they_are()
    {
        Assert.Equal("198.19.0.1", OutsideNetwork.AddHost(draft, "a", null, null, []).Address.ToString());
        Assert.Equal("198.19.0.2", OutsideNetwork.AddHost(draft, "b", null, null, []).Address.ToString());
        Assert.Equal("10.0.0.3", OutsideNetwork.AddHost(draft, "c", null, "home", []).Address.ToString());
        OutsideNetwork.Remove(draft, "a");
        Assert.Equal("198.19.0.1", OutsideNetwork.AddHome(draft, "flat", Cidr.Parse("10.0.0.0/24"), null).PublicIp.ToString());
    }

    [Theory]
    [InlineData("10.0.0.0", "from 10.0.0.2 on")]
    [InlineData("10.0.0.1", "from 10.0.0.2 on")]
    [InlineData("10.0.0.2", "'laptop'")]
    [InlineData("10.0.0.255", "from 10.0.0.2 on")]
    [InlineData("10.0.1.2", "10.0.0.0/24")]
    [InlineData("198.19.0.81", "10.0.0.0/24")]
    public void Behind_a_home_router_a_host_has_a_free_address_of_the_home(string address, string why) =>
        Assert.Contains(why, Assert.Throws<Fault>(() => OutsideNetwork.AddHost(draft, "desktop", Ip.Parse(address), "home", [])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_full_home_takes_no_more_hosts()
    {
        OutsideNetwork.AddHome(draft, "tiny", Cidr.Parse("192.168.1.0/29"), null);
        for (var n = 0; n < 5; n++) OutsideNetwork.AddHost(draft, $"h{n}", null, "tiny", []);
        Assert.Contains("are in use", Assert.Throws<Fault>(() => OutsideNetwork.AddHost(draft, "h5", null, "tiny", [])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("50.0.0.0/8", null, "a private block")]
    [InlineData("192.168.1.0/30", null, "/29")]
    [InlineData("192.168.1.0/24", "198.19.0.80", "the host outside 'web'")]
    [InlineData("192.168.1.0/24", "2600::1", "IPv4")]
    public void A_home_is_a_private_block_behind_a_public_address(string block, string? address, string why) => Assert.Contains(
        why, Assert.Throws<Fault>(() => OutsideNetwork.AddHome(draft, "flat", Cidr.Parse(block), address is null ? null : Ip.Parse(address))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_home_forwards_ports_to_its_hosts_until_told_otherwise_or_the_host_goes()
    {
        OutsideNetwork.AddHost(draft, "desktop", null, "home", []);
        OutsideNetwork.Forward(draft, "home", Protocols.Tcp, 8022, "laptop", 22);
        OutsideNetwork.Forward(draft, "home", Protocols.Udp, 53, "desktop", 5353);
        OutsideNetwork.Forward(draft, "home", Protocols.Tcp, 8022, "desktop", 22);
        Assert.Equal([new PortForward(17, 53, new("desktop"), 5353), new PortForward(6, 8022, new("desktop"), 22)], Forwards());
        Assert.Contains("forwards: udp 53, tcp 8022", Assert.Throws<Fault>(() => OutsideNetwork.Unforward(draft, "home", Protocols.Tcp, 53)).Message, StringComparison.Ordinal);
        OutsideNetwork.Unforward(draft, "home", Protocols.Udp, 53);
        OutsideNetwork.Remove(draft, "desktop");
        Assert.Empty(Forwards());
    }

    [Fact]
    public void What_cannot_be_forwarded_is_refused_with_what_can()
    {
        Told("home", () => OutsideNetwork.Forward(draft, "hom", 6, 22, "laptop", 22));
        Told("laptop", () => OutsideNetwork.Forward(draft, "home", 6, 22, "web", 22));
        Told("tcp or udp", () => OutsideNetwork.Forward(draft, "home", 1, 22, "laptop", 22));
        Told("1 to 65535", () => OutsideNetwork.Forward(draft, "home", 6, 0, "laptop", 22));
        Told("1 to 65535", () => OutsideNetwork.Forward(draft, "home", 6, 22, "laptop", 65536));
    }

    [Fact]
    public void A_home_goes_when_it_is_empty()
    {
        Told("laptop", () => OutsideNetwork.Remove(draft, "home"));
        OutsideNetwork.Remove(draft, "laptop");
        OutsideNetwork.Remove(draft, "home");
        Told("There are: web", () => OutsideNetwork.Remove(draft, "home"));
    }

    [Fact]
    public void Ports_of_the_machine_are_exposed_and_closed()
    {
        OutsideNetwork.Expose(draft, 8080);
        OutsideNetwork.Expose(draft, 8080);
        OutsideNetwork.Expose(draft, 443);
        Assert.Equal([443, 8080], draft.All<ExposedPort>().Select(p => p.Port).Order());
        Told("443, 8080", () => OutsideNetwork.Unexpose(draft, 80));
        OutsideNetwork.Unexpose(draft, 443);
        OutsideNetwork.Unexpose(draft, 8080);
        Told("No port is exposed", () => OutsideNetwork.Unexpose(draft, 8080));
        Told("1 to 65535", () => OutsideNetwork.Expose(draft, 0));
    }

    private PortForward[] Forwards() => [.. draft.Get(new Id<Home>("home")).Forwards];

    private static void Told(string what, Action call) => Assert.Contains(what, Assert.Throws<Fault>(call).Message, StringComparison.Ordinal);
}
