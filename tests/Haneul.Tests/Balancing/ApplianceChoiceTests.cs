using Haneul.Balancer;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Balancing;

/// <summary>Which appliance a flow gets, what moves it, and when it is forgotten.</summary>
public sealed class ApplianceChoiceTests
{
    private const int Flows = 10_000;

    [Fact]
    public void Flows_are_spread_evenly_and_only_those_of_a_lost_appliance_move()
    {
        var before = Of(new(), [.. Enumerable.Range(1, 4).Select(i => Appliance(i))]);
        var after = Of(new(), [.. Enumerable.Range(1, 3).Select(i => Appliance(i))]);
        var shares = new Dictionary<string, int>();
        for (ulong flow = 0; flow < Flows; flow++)
        {
            var (was, now) = (before.Choose(FlowKey.Mix(flow))?.Id.Value ?? "", after.Choose(FlowKey.Mix(flow))?.Id.Value ?? "");
            shares[was] = shares.GetValueOrDefault(was) + 1;
            if (was != "t4") Assert.Equal(was, now);
        }
        Assert.All(shares.Values, s => Assert.InRange(s, Flows / 4 - 300, Flows / 4 + 300));
    }

    [Fact]
    public void The_unhealthy_and_the_draining_get_no_new_flows_and_with_none_healthy_all_do()
    {
        Assert.Equal(["t1"], Chosen(Of(new(), Appliance(1), Appliance(2, isHealthy: false), Appliance(3, isDraining: true))));
        Assert.Equal(["t1", "t2"], Chosen(Of(new(), Appliance(1, isHealthy: false), Appliance(2, isHealthy: false), Appliance(3, isDraining: true))));
        Assert.Empty(Chosen(Of(new(), Appliance(3, isDraining: true))));
    }

    [Theory]
    [InlineData("no_rebalance", true, true, true)]
    [InlineData("rebalance", false, true, false)]
    public void A_flow_leaves_an_appliance_that_failed_or_is_gone_if_the_group_rebalances(string failover, bool failed, bool draining, bool gone)
    {
        var group = new Dictionary<string, string> { ["target_failover.on_deregistration"] = failover, ["target_failover.on_unhealthy"] = failover };
        Assert.Equal(failed, Of(group, Appliance(1, isHealthy: false), Appliance(2)).Keeps(new("t1")));
        Assert.Equal(draining, Of(group, Appliance(1, isHealthy: false, isDraining: true), Appliance(2)).Keeps(new("t1")));
        Assert.Equal(gone, Of(group, Appliance(2)).Keeps(new("t1")));
        // Where none is healthy, moving would help nobody.
        Assert.True(Of(group, Appliance(1, isHealthy: false), Appliance(2, isHealthy: false)).Keeps(new("t1")));
    }

    [Theory]
    [InlineData("false", "source_ip_dest_ip", FlowBreadth.Connection)]
    [InlineData("true", "source_ip_dest_ip", FlowBreadth.Addresses)]
    [InlineData("true", "source_ip_dest_ip_proto", FlowBreadth.AddressesAndProtocol)]
    public void Stickiness_says_what_makes_a_flow(string isSticky, string type, object breadth) =>
        Assert.Equal((FlowBreadth)breadth, Of(new() { ["stickiness.enabled"] = isSticky, ["stickiness.type"] = type }, Appliance(1)).Breadth);

    [Fact]
    public void An_idle_flow_is_forgotten_after_its_time_and_a_used_one_is_not()
    {
        var table = new FlowTable(3);
        var (tcp, other, used) = (Key(1, FlowKey.Tcp), Key(2, FlowKey.Udp), Key(3, FlowKey.Tcp));
        foreach (var key in (FlowKey[])[tcp, other, used, Key(4, FlowKey.Tcp)]) table.Add(new GatewayFlow(key, key.Hash, new("t1"), default), 0);
        Assert.True(table is { Count: 3, IsFull: true });
        table.Expire(120_000, tcpIdleSeconds: 350);
        Assert.Equal(2, table.Count);
        Assert.NotNull(table.Find(used, 200_000));
        table.Expire(350_000, tcpIdleSeconds: 350);
        Assert.Null(table.Find(tcp, 350_000));
        Assert.NotNull(table.Find(used, 350_000));
        table.Expire(700_001, tcpIdleSeconds: 350);
        Assert.Equal(0, table.Count);
    }

    private static FlowKey Key(uint number, byte protocol) => new(number, 9, 1, 2, protocol, false);

    private static Appliance Appliance(int number, bool isHealthy = true, bool isDraining = false) => new(new($"t{number}"), Ip.V4(0x0a01_0000u + (uint)number), isDraining, isHealthy);

    private static Appliances Of(Dictionary<string, string> attributes, params Appliance[] appliances) => new(appliances, new TargetGroupSettings(TargetType.Instance, BalancerProtocol.Geneve, attributes));

    private static IEnumerable<string> Chosen(Appliances appliances) =>
        Enumerable.Range(0, 200).Select(i => appliances.Choose(FlowKey.Mix((ulong)i))?.Id.Value).OfType<string>().Distinct().Order();
}
