using System.Collections.Immutable;
using Haneul.Balancer;
using Haneul.Model;
using Haneul.Tests.Spec;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Balancing;

public sealed class PickLaws(ITestOutputHelper output)
{
    private readonly Seed seed = new(output, nameof(PickLaws));

    [Fact]
    public void Round_robin_gives_each_the_same_but_one() => seed.Cases(100, random =>
    {
        var picker = Picker(random, Usable(random.Next(1, 20)));
        var counts = Count(picker, random.Next(1, 500));
        Assert.InRange(counts.Values.Max() - (counts.Count < 1 ? 0 : counts.Values.Min()), 0, 1);
    });

    [Fact]
    public void A_target_in_slow_start_gets_its_growing_share() => seed.Cases(30, random =>
    {
        const int duration = 30_000;
        var others = random.Next(1, 5);
        var usable = Usable([("slow_start.duration_seconds", "30")], [.. Enumerable.Range(0, others).Select(_ => new NodeHealth(true)), new NodeHealth(true, 0)]);
        var picker = Picker(random, usable);
        foreach (var (at, share) in new[] { (3_000, 0.1), (15_000, 0.5), (27_000, 0.9), (duration, 1.0), (duration * 2, 1.0) })
        {
            const int rounds = 1000;
            var slow = 0;
            for (var full = 0; full < rounds * others;)
            {
                if (picker.Pick(at)?.Target.TargetId == $"t{others}") slow++;
                else full++;
            }
            Assert.InRange(slow, (int)(rounds * share) - 2, (int)(rounds * share) + 2);
        }
    });

    [Fact]
    public void With_everybody_in_slow_start_everybody_is_used()
    {
        var usable = Usable([("slow_start.duration_seconds", "900")], [.. Enumerable.Range(0, 4).Select(_ => new NodeHealth(true, 0))]);
        var picker = Picker(new System.Random(1), usable);
        Assert.Equal(4, Count(picker, 100).Values.Count(n => n >= 20));
    }

    [Fact]
    public void The_fewest_outstanding_win_and_nobody_gets_further_ahead_than_one() => seed.Cases(100, random =>
    {
        var picker = Picker(random, Usable([("load_balancing.algorithm.type", "least_outstanding_requests")], Healthy(random.Next(2, 12))));
        var flying = new List<LoopTarget>();
        for (var i = 0; i < 400; i++)
        {
            if (flying.Count > 0 && random.Next(5) < 2)
            {
                var ended = flying[random.Next(flying.Count)];
                ended.Outstanding--;
                flying.Remove(ended);
                continue;
            }
            var target = picker.Pick(0);
            Assert.NotNull(target);
            target.Outstanding++;
            flying.Add(target);
            Assert.All(flying, other => Assert.True(other == target || other.Outstanding >= target.Outstanding - 1));
        }
    });

    [Fact]
    public void Chance_is_even() => seed.Cases(20, random =>
    {
        var counts = Count(Picker(random, Usable([("load_balancing.algorithm.type", "weighted_random")], Healthy(5))), 10_000);
        // Six standard deviations of a share of a fifth.
        Assert.All(counts.Values, n => Assert.InRange(n, 1760, 2240));
    });

    [Fact]
    public void A_target_that_fails_more_than_the_others_gets_less_until_it_no_longer_does()
    {
        var picker = Picker(new System.Random(3), Usable([("load_balancing.algorithm.type", "weighted_random"), ("load_balancing.algorithm.anomaly_mitigation", "on")], Healthy(4)));
        int During(long fromMs, bool fails)
        {
            var bad = 0;
            for (var i = 0; i < 4000; i++)
            {
                var target = picker.Pick(fromMs + i * 10);
                Assert.NotNull(target);
                var isBad = target.Target.TargetId == "t0";
                if (isBad) bad++;
                target.Ended(isBad && fails);
            }
            return bad;
        }

        During(0, fails: true);
        Assert.InRange(During(40_000, fails: true), 20, 150);
        During(80_000, fails: false);
        Assert.InRange(During(120_000, fails: false), 850, 1150);
    }

    [Fact]
    public void Errors_that_all_have_take_from_nobody()
    {
        var picker = Picker(new System.Random(3), Usable([("load_balancing.algorithm.type", "weighted_random"), ("load_balancing.algorithm.anomaly_mitigation", "on")], Healthy(4)));
        var counts = new Dictionary<string, int>();
        for (var i = 0; i < 8000; i++)
        {
            var target = picker.Pick(i * 10);
            Assert.NotNull(target);
            target.Ended(i % 3 == 0);
            counts[target.Target.TargetId] = counts.GetValueOrDefault(target.Target.TargetId) + 1;
        }
        Assert.All(counts.Values, n => Assert.InRange(n, 1700, 2300));
    }

    [Fact]
    public void Groups_are_never_further_from_their_share_than_there_are_groups() => seed.Cases(200, random =>
    {
        var groups = Enumerable.Range(0, random.Next(1, 6)).Select(i => new WeightedGroup(new Id<TargetGroup>($"g{i}"), random.Next(4) == 0 ? 0 : random.Next(1000))).ToImmutableArray();
        var total = groups.Sum(g => g.Weight);
        var turns = new GroupTurns(groups);
        var counts = new int[groups.Length];
        for (var n = 1; n <= 2000; n++)
        {
            var next = turns.Next();
            Assert.Equal(total == 0, next < 0);
            if (next < 0) return;
            counts[next]++;
            for (var i = 0; i < counts.Length; i++) Assert.InRange(counts[i] - (double)n * groups[i].Weight / total, -groups.Length, groups.Length);
        }
        Assert.All(Enumerable.Range(0, groups.Length).Where(i => groups[i].Weight == 0), i => Assert.Equal(0, counts[i]));
    });

    [Theory]
    [InlineData("round_robin")]
    [InlineData("least_outstanding_requests")]
    [InlineData("weighted_random")]
    public void Picking_allocates_nothing(string algorithm)
    {
        var picker = Picker(new System.Random(1), Usable([("load_balancing.algorithm.type", algorithm), ("load_balancing.algorithm.anomaly_mitigation", "on")], Healthy(7)));
        picker.Pick(0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) picker.Pick(i * 100);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static NodeHealth[] Healthy(int count) => [.. Enumerable.Repeat(new NodeHealth(true), count)];

    private static UsableTargets Usable(int count) => Usable([], Healthy(count));

    private static UsableTargets Usable((string, string)[] attributes, NodeHealth[] health) =>
        Pools.Usable(Pools.Of(attributes, [.. health.Select((_, i) => Pools.Target(i))]), t => health[int.Parse(t.TargetId.AsSpan(1))]);

    private static Picker Picker(System.Random random, UsableTargets usable)
    {
        var picker = new Picker((ulong)random.NextInt64());
        picker.Use(usable);
        return picker;
    }

    private static Dictionary<string, int> Count(Picker picker, int picks)
    {
        var counts = new Dictionary<string, int>();
        for (var i = 0; i < picks; i++)
        {
            var target = picker.Pick(0)?.Target.TargetId ?? "none";
            counts[target] = counts.GetValueOrDefault(target) + 1;
        }
        return counts;
    }
}
