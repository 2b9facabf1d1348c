using Haneul.Balancer;
using Xunit;

namespace Haneul.Tests.Balancing;

public sealed class UsableTargetsTests
{
    private static readonly (string, string) OwnZone = ("load_balancing.cross_zone.enabled", "false");

    [Fact]
    public void Only_healthy_targets_are_used() => Assert.Equal(["t1"], Used([], 1));

    [Fact]
    public void With_nobody_healthy_all_are_used() => Assert.Equal(["t0", "t1", "t2"], Used([]));

    [Fact]
    public void Without_crossing_a_node_uses_its_own_zone_and_what_is_in_none()
    {
        Assert.Equal(["t0", "t2"], Used([OwnZone], 0, 1, 2));
        Assert.Equal(["t0", "t2"], Used([OwnZone], 1));
    }

    [Fact]
    public void Fewer_than_asked_for_are_as_none()
    {
        Assert.Equal(["t0", "t1", "t2"], Used([("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "2")], 0));
        Assert.Equal(["t0", "t1"], Used([("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "2")], 0, 1));
        Assert.Equal(["t0", "t1", "t2"], Used([("target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "50")], 0));
        Assert.Equal(["t0", "t1"], Used([("target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "50")], 0, 1));
    }

    [Fact]
    public void Draining_targets_are_never_given_anything()
    {
        var pool = Pools.Of([], Pools.Target(0, draining: true), Pools.Target(1));
        Assert.Equal(["t1"], Pools.Usable(pool, _ => default).Targets.Select(t => t.Target.TargetId));
        Assert.Empty(Pools.Usable(Pools.Of([], Pools.Target(0, draining: true)), _ => new NodeHealth(true)).Targets);
    }

    [Fact]
    public void A_target_is_known_again_with_what_it_has_in_flight()
    {
        var pool = Pools.Of([], Pools.Target(0), Pools.Target(1));
        var picker = new Picker(1);
        picker.Use(Pools.Usable(pool, _ => new NodeHealth(true)));
        var one = picker.Find(TargetKey.Of("g|t1|80"));
        Assert.NotNull(one);
        one.Outstanding = 3;
        picker.Use(Pools.Usable(pool, t => new NodeHealth(t.TargetId == "t0")));
        Assert.Null(picker.Find(one.Key));
        picker.Use(Pools.Usable(pool, _ => new NodeHealth(true)));
        Assert.Same(one, picker.Find(one.Key));
        Assert.Equal(3, one.Outstanding);
    }

    [Fact]
    public void Another_try_goes_to_another_target()
    {
        var picker = new Picker(1);
        picker.Use(Pools.Usable(Pools.Of([], Pools.Target(0), Pools.Target(1)), _ => new NodeHealth(true)));
        for (var i = 0; i < 10; i++)
        {
            var first = picker.Pick(0);
            Assert.NotNull(first);
            Assert.NotEqual(first, picker.PickOther(first, 0));
        }
    }

    private static IEnumerable<string> Used((string, string)[] attributes, params int[] healthy)
    {
        var pool = Pools.Of(attributes, Pools.Target(0, "a"), Pools.Target(1, "b"), Pools.Target(2, null));
        return Pools.Usable(pool, t => new NodeHealth(healthy.Contains(int.Parse(t.TargetId.AsSpan(1))))).Targets.Select(t => t.Target.TargetId);
    }
}
