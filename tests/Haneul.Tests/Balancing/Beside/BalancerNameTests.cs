using Haneul.Fabric;
using Haneul.Model;
using Haneul.Services;
using Haneul.Tests.Spec;
using Xunit;

namespace Haneul.Tests.Balancing.Beside;

/// <summary>Where the names of balancers lead.</summary>
public sealed class BalancerNameTests
{
    private readonly Drawn drawn = new();

    private string Name => drawn.Balancer.DnsName;

    [Fact]
    public void An_internal_balancer_s_name_leads_to_the_private_addresses_of_zones_with_healthy_targets()
    {
        Become(drawn.Balancer with { IsInternal = true });
        Assert.Equal(["10.0.1.50"], Told(Name));
        drawn.Sketch.Target(drawn.Group, drawn.Far.Instance());
        Assert.Equal(["10.0.1.50", "10.0.2.50"], Told(Name));
    }

    [Fact]
    public void Where_no_zone_has_healthy_targets_the_name_leads_to_all_that_work()
    {
        Become(drawn.Balancer with { IsInternal = true });
        drawn.Turn(drawn.TargetOne, isHealthy: false);
        drawn.Turn(drawn.TargetTwo, isHealthy: false);
        Assert.Equal(["10.0.1.50", "10.0.2.50"], Told(Name));
    }

    [Fact]
    public void A_zone_that_has_failed_is_not_told()
    {
        Become(drawn.Balancer with { IsInternal = true, Attributes = drawn.Balancer.Attributes.Add("load_balancing.cross_zone.enabled", "true") });
        Assert.Equal(["10.0.1.50", "10.0.2.50"], Told(Name));
        ZoneFailure.Fail(drawn.Sketch.Draft, ZoneFailure.Named("ap-northeast-2a"));
        Assert.Equal(["10.0.2.50"], Told(Name));
    }

    [Fact]
    public void A_network_balancer_has_a_name_for_each_zone_and_others_do_not()
    {
        Become(drawn.Balancer with { IsInternal = true });
        Assert.Equal(["10.0.2.50"], Told($"ap-northeast-2b.{Name}"));
        Assert.Null(Names().AddressesOf($"ap-northeast-2c.{Name}", null, 0));
        Become(drawn.Balancer with { IsInternal = true, Type = BalancerType.Application });
        Assert.Null(Names().AddressesOf($"ap-northeast-2b.{Name}", null, 0));
    }

    [Fact]
    public void One_that_faces_the_internet_is_told_by_its_public_addresses()
    {
        var gateway = drawn.Sketch.Elastic(drawn.Sketch.Draft.Get(drawn.Balancer.Nodes[0].InterfaceId));
        Assert.Equal([gateway.ToString()], Told(Name));
        Assert.Null(Names().AddressesOf("other.elb.ap-northeast-2.amazonaws.com", null, 0));
    }

    [Theory]
    [InlineData("any_availability_zone", "ap-northeast-2a", 0, "10.0.1.50 10.0.2.50")]
    [InlineData("availability_zone_affinity", "ap-northeast-2a", 99, "10.0.1.50")]
    [InlineData("availability_zone_affinity", "ap-northeast-2c", 0, "10.0.1.50 10.0.2.50")]
    [InlineData("availability_zone_affinity", null, 0, "10.0.1.50 10.0.2.50")]
    [InlineData("partial_availability_zone_affinity", "ap-northeast-2a", 84, "10.0.1.50")]
    [InlineData("partial_availability_zone_affinity", "ap-northeast-2a", 85, "10.0.2.50")]
    public void A_network_balancer_may_prefer_the_asker_s_zone(string policy, string? asker, int chance, string told)
    {
        Become(drawn.Balancer with { IsInternal = true, Attributes = drawn.Balancer.Attributes.Add("load_balancing.cross_zone.enabled", "true").Add("dns_record.client_routing_policy", policy) });
        Assert.Equal(told, string.Join(' ', Told(Name, asker, chance)));
    }

    [Fact]
    public void A_zone_without_healthy_targets_is_preferred_by_nobody()
    {
        Become(drawn.Balancer with { IsInternal = true, Attributes = drawn.Balancer.Attributes.Add("dns_record.client_routing_policy", "availability_zone_affinity") });
        Assert.Equal(["10.0.1.50"], Told(Name, "ap-northeast-2b"));
    }

    private void Become(LoadBalancer balancer) => drawn.Sketch.Draft.Put(balancer);

    private BalancerNames Names() => new(Lowering.Lower(drawn.Sketch.World));

    private IEnumerable<string> Told(string name, string? asker = null, int chance = 0) => (Names().AddressesOf(name, asker, chance) ?? []).Select(ip => ip.ToString()).Order(StringComparer.Ordinal);
}
