using Haneul.Balancer;
using Haneul.Balancing;
using Haneul.Fabric;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Balancing.Beside;

/// <summary>A target's health, put together from what nodes found; and what passed, counted.</summary>
public sealed class TargetStandingTests
{
    private static readonly TargetHealth Late = new("unhealthy", "Target.Timeout", "Request timed out");

    private readonly Drawn drawn = new();

    [Fact]
    public void A_target_is_healthy_where_any_node_that_works_finds_it_so()
    {
        Cross("true");
        Assert.Equal(TargetHealth.Healthy, Standing(("a", Late), ("b", TargetHealth.Healthy)));
        Assert.Equal(Late, Standing(("a", TargetHealth.Checking), ("b", Late)));
        ZoneFailure.Fail(drawn.Sketch.Draft, ZoneFailure.Named("ap-northeast-2b"));
        Assert.Equal(Late, Standing(("a", Late), ("b", TargetHealth.Healthy)));
    }

    [Fact]
    public void What_a_node_found_before_it_ceased_to_check_other_zones_does_not_count()
    {
        Cross("true");
        Assert.Equal(TargetHealth.Healthy, Standing(("a", Late), ("b", TargetHealth.Healthy)));
        Cross("false");
        Assert.Equal(Late, Standing(("a", Late), ("b", TargetHealth.Healthy)));
    }

    [Fact]
    public void While_no_node_has_said_anything_it_stays_as_it_was_last_known()
    {
        Assert.Equal(TargetHealth.Healthy, Standing());
        Assert.Equal(TargetHealth.Checking, TargetStanding.Of(Pool, drawn.TargetOne with { Health = TargetHealth.Registering }, Users, []));
    }

    [Fact]
    public void An_unhealthy_target_keeps_its_connections_for_the_group_s_interval_and_is_unhealthy_then()
    {
        var group = Group("false", "30");
        var begun = DateTimeOffset.UnixEpoch;
        var keeping = Late with { State = "unhealthy.draining" };
        Assert.Equal((keeping, begun.AddSeconds(30)), TargetStanding.Keeping(group, drawn.TargetOne, Late, begun));
        var known = drawn.TargetOne with { Health = keeping, FailingSince = begun };
        Assert.Equal((keeping, begun.AddSeconds(30)), TargetStanding.Keeping(group, known, Late, begun.AddSeconds(29)));
        Assert.Equal((Late, null), TargetStanding.Keeping(group, known, Late, begun.AddSeconds(30)));
        Assert.Equal((TargetHealth.Healthy, null), TargetStanding.Keeping(group, known, TargetHealth.Healthy, begun.AddSeconds(10)));
        // A daemon that has heard nothing yet goes on where the last one was.
        Assert.Equal(Late, TargetStanding.Of(Pool, known, Users, []));
    }

    [Theory]
    [InlineData("true", "30")]
    [InlineData("false", "0")]
    public void Without_an_interval_or_where_connections_are_cut_at_once_it_is_unhealthy_at_once(string cuts, string interval) =>
        Assert.Equal((Late, null), TargetStanding.Keeping(Group(cuts, interval), drawn.TargetOne, Late, DateTimeOffset.UnixEpoch));

    [Fact]
    public void The_interval_counts_from_when_the_target_turned_unhealthy()
    {
        var draft = drawn.Sketch.Draft;
        var place = Pool.Place;
        Seen(Late with { State = "unhealthy.draining" });
        var since = draft.Get(drawn.TargetOne.Id).FailingSince;
        Assert.NotNull(since);
        Seen(Late);
        Assert.Equal(since, draft.Get(drawn.TargetOne.Id).FailingSince);
        Seen(TargetHealth.Healthy);
        Assert.Null(draft.Get(drawn.TargetOne.Id).FailingSince);

        void Seen(TargetHealth health) => new TargetHealthSeen(place, drawn.TargetOne.Id, health).Apply(draft);
    }

    [Fact]
    public void Requests_are_counted_for_a_quarter_of_an_hour_and_no_longer()
    {
        var clock = new Clock();
        var counts = new CountBook(clock);
        counts.Add([new SeenCount("lb", "group", 5, 0, 0), new SeenCount("lb", null, 2, 0, 0)]);
        clock.Now += TimeSpan.FromSeconds(30);
        counts.Add([new SeenCount("lb", "group", 7, 0, 0)]);
        Assert.Equal(7, counts.RequestsIn("lb", "group", TimeSpan.FromSeconds(10)));
        Assert.Equal(12, counts.RequestsIn("lb", "group", TimeSpan.FromMinutes(1)));
        Assert.Equal(2, counts.RequestsIn("lb", null, TimeSpan.FromMinutes(1)));
        clock.Now += CountBook.Kept;
        Assert.Equal(0, counts.RequestsIn("lb", "group", CountBook.Kept));
    }

    private IReadOnlyList<Haneul.Fabric.Balancer> Users => [.. Lowering.Lower(drawn.Sketch.World).Balancers.Values];

    private TargetPool Pool => Lowering.Lower(drawn.Sketch.World).Pools[drawn.Group.Id.Value];

    private TargetGroup Group(string cuts, string interval) => drawn.Group with
    {
        Attributes = drawn.Group.Attributes.Add("target_health_state.unhealthy.connection_termination.enabled", cuts).Add("target_health_state.unhealthy.draining_interval_seconds", interval),
    };

    private void Cross(string zones) => drawn.Sketch.Draft.Put(drawn.Balancer with { Attributes = drawn.Balancer.Attributes.SetItem("load_balancing.cross_zone.enabled", zones) });

    private TargetHealth Standing(params (string Zone, TargetHealth Health)[] found) =>
        TargetStanding.Of(Pool, drawn.TargetOne, Users, found.Select(f => new SeenHealth(Users[0].Arn, $"ap-northeast-2{f.Zone}", drawn.TargetOne.Id, f.Health)));

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddYears(56);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
