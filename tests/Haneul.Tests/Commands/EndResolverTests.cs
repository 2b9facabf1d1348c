using Haneul.Commands;
using Haneul.Daemon;
using Haneul.Fabric;
using Haneul.Model;
using Haneul.Tests.Api;
using Haneul.Tracing;
using Xunit;

namespace Haneul.Tests.Commands;

public sealed class EndResolverTests
{
    private readonly TestCloud cloud = new();

    public EndResolverTests() => cloud.Ledger.Report(new Laid());

    [Theory]
    [InlineData("app:22", "app", 22)]
    [InlineData("app:ssh", "app", 22)]
    [InlineData("10.0.0.5:443", "10.0.0.5", 443)]
    [InlineData("2001:db8::1", "2001:db8::1", null)]
    [InlineData("[2001:db8::1]:53", "2001:db8::1", 53)]
    [InlineData("[2001:db8::1]", "2001:db8::1", null)]
    [InlineData("internet", "internet", null)]
    public void A_port_may_follow_an_end(string text, string name, int? port) => Assert.Equal((name, port), TraceCommand.Split(text));

    [Theory]
    [InlineData("app:x")]
    [InlineData("app:70000")]
    public void What_is_no_port_is_refused(string text) => Assert.Throws<UserError>(() => TraceCommand.Split(text));

    [Fact]
    public void The_internet_and_hosts_outside_are_known_by_name()
    {
        Assert.Equal(PathEnd.Internet, Resolver().From("internet").End);
        Assert.Equal(PathEnd.Host(new Id<OutsideHost>("laptop")), Resolver().From("laptop").End);
        Assert.Equal(PathEnd.Host(new Id<OutsideHost>("web")), Resolver().From("198.19.0.80").End);
    }

    [Fact]
    public void An_interface_is_found_by_id_name_and_address()
    {
        var id = MakeInterface("bastion");
        var end = PathEnd.Interface(new Id<NetworkInterface>(id));
        Assert.Equal(end, Resolver().From(id).End);
        Assert.Equal(end, Resolver().From("bastion").End);
        Assert.Equal(end, Resolver().From("BASTION").End);
        Assert.Equal(end, Resolver().From(AddressOf(id)).End);
    }

    [Fact]
    public void A_name_of_two_things_lists_both()
    {
        var (one, other) = (MakeInterface("app"), MakeInterface("app"));
        var fault = Assert.Throws<Fault>(() => Resolver().From("app"));
        Assert.Equal("AmbiguousEnd", fault.Code);
        Assert.Contains(one, fault.Message, StringComparison.Ordinal);
        Assert.Contains(other, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_balancer_or_an_interface_with_the_name_of_a_host_outside_is_told_from_it()
    {
        var id = MakeBalancer("web");
        var fault = Assert.Throws<Fault>(() => Resolver().To("web", new FoundEnd(PathEnd.Internet)));
        Assert.Equal(("AmbiguousEnd", $"'web' names 2 things; write one of: web ({id}, ap-northeast-2), outside/web (a host outside)"), (fault.Code, fault.Message));
        Assert.Equal(PathEnd.Balancer(new Id<LoadBalancer>(id)), Resolver().From(id).End);
        Assert.Equal(PathEnd.Host(new Id<OutsideHost>("web")), Resolver().From("outside/web").End);
        var laptop = MakeInterface("laptop");
        Assert.Contains(laptop, Assert.Throws<Fault>(() => Resolver().From("laptop")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gateway_gives_way_to_a_host_outside_of_its_name()
    {
        var gateway = cloud.Ec2("CreateInternetGateway", ("TagSpecification.1.ResourceType", "internet-gateway"), ("TagSpecification.1.Tag.1.Key", "Name"), ("TagSpecification.1.Tag.1.Value", "laptop")).Text("internetGateway/internetGatewayId");
        Assert.Equal(PathEnd.Host(new Id<OutsideHost>("laptop")), Resolver().From("laptop").End);
        Assert.Equal(gateway, Resolver().From(gateway).End.Object.Id);
    }

    [Fact]
    public void A_name_that_is_near_is_told()
    {
        MakeInterface("bastion");
        var fault = Assert.Throws<Fault>(() => Resolver().From("basiton"));
        Assert.Equal("UnknownEnd", fault.Code);
        Assert.Contains("Near: bastion (eni-", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_in_another_region_is_found_there_unless_a_region_is_given()
    {
        var id = MakeInterface("far", cloud.As(region: "eu-west-1"));
        Assert.Equal(id, Resolver().From("far").End.Object.Id);
        Assert.Contains("eu-west-1", Assert.Throws<Fault>(() => Resolver("ap-northeast-2").From("far")).Message, StringComparison.Ordinal);
    }

    private EndResolver Resolver(string? region = null) => new(cloud.Ledger.Current, new EndIndex(cloud.Ledger.Current), "000000000000", region);

    private string AddressOf(string id) => cloud.Scope.Get(new Id<NetworkInterface>(id)).PrivateIps[0].ToString();

    private string MakeBalancer(string name)
    {
        var vpc = cloud.Ec2("DescribeVpcs").Text("vpcSet/item/vpcId");
        var subnets = cloud.Scope.All<Subnet>().Where(s => s.VpcId.Value == vpc).Take(2).Select(s => s.Id.Value).ToList();
        cloud.Call("elasticloadbalancing", "CreateLoadBalancer", ("Name", name), ("Scheme", "internal"), ("Subnets.member.1", subnets[0]), ("Subnets.member.2", subnets[1]));
        return cloud.Scope.All<LoadBalancer>().Single(b => b.Name == name).Id.Value;
    }

    private string MakeInterface(string name, TestCloud? at = null)
    {
        at ??= cloud;
        var subnet = at.Ec2("DescribeSubnets").Text("subnetSet/item/subnetId");
        return at.Ec2("CreateNetworkInterface", ("SubnetId", subnet), ("TagSpecification.1.ResourceType", "network-interface"),
            ("TagSpecification.1.Tag.1.Key", "Name"), ("TagSpecification.1.Tag.1.Value", name)).Text("networkInterface/networkInterfaceId");
    }

    /// <summary>The outside that every Haneul starts with.</summary>
    private sealed record Laid : Report
    {
        public override void Apply(Draft draft) => FirstOutside.Lay(draft);
    }
}
