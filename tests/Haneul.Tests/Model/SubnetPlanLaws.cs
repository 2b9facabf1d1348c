using System.Collections.Immutable;
using Haneul.Model;
using Haneul.Tests.Spec;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Model;

/// <summary>What every subnet plan keeps, and the plans that people make first.</summary>
public sealed class SubnetPlanLaws(ITestOutputHelper output)
{
    private readonly Seed seed = new(output, nameof(SubnetPlanLaws));

    private static SubnetPlan Plan(string block, int zones, params string[] tiers) =>
        SubnetPlan.Make(Cidr.Parse(block), SubnetPlan.Zones(zones), [.. tiers.Select(SubnetTier.Parse)]);

    [Fact]
    public void Three_zones_and_three_tiers_of_a_16_are_nine_20s_and_the_next_free_one_follows()
    {
        var plan = Plan("10.0.0.0/16", 3, "public", "app", "data");

        Assert.Equal(9, plan.Subnets.Length);
        Assert.Equal(("public", "a", "10.0.0.0/20"), (plan.Subnets[0].Tier, plan.Subnets[0].Zone, plan.Subnets[0].Block.ToString()));
        Assert.Equal(("data", "c", "10.0.128.0/20"), (plan.Subnets[8].Tier, plan.Subnets[8].Zone, plan.Subnets[8].Block.ToString()));
        Assert.Equal("255.255.240.0", plan.Subnets[0].Block.Mask.ToString());
        Assert.Equal((UInt128)4091, plan.Subnets[0].UsableAddresses);
        Assert.Equal("10.0.0.4", plan.Subnets[0].FirstUsable.ToString());
        Assert.Equal("10.0.15.254", plan.Subnets[0].LastUsable.ToString());
        Assert.Equal("10.0.144.0/20", plan.NextFree?.ToString());
        Assert.Empty(plan.Overlaps);
    }

    [Fact]
    public void Tiers_with_a_size_get_it_and_the_others_share_the_rest_equally()
    {
        var plan = Plan("10.0.0.0/16", 2, "public/24", "app", "data/22");

        Assert.All(plan.Subnets.Where(s => s.Tier == "public"), s => Assert.Equal(24, s.Block.Length));
        Assert.All(plan.Subnets.Where(s => s.Tier == "data"), s => Assert.Equal(22, s.Block.Length));
        Assert.Equal(["10.0.0.0/18", "10.0.64.0/18"], plan.Subnets.Where(s => s.Tier == "app").Select(s => s.Block.ToString()));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var fault = Assert.Throws<Fault>(() => Plan("10.0.0.0/24", 2, "public/25", "app/25"));
        Assert.Equal("InvalidParameterValue", fault.Code);
        Assert.Contains("app in a (/25), app in b (/25)", fault.Message);
        Assert.DoesNotContain("public", fault.Message);
    }

    [Theory]
    [InlineData("10.0.0.0/8", 1, "a", "InvalidVpc.Range")]
    [InlineData("10.0.0.0/29", 1, "a", "InvalidVpc.Range")]
    [InlineData("10.0.0.0/16", 1, "a/29", "InvalidSubnet.Range")]
    [InlineData("10.0.0.0/20", 1, "a/16", "InvalidSubnet.Range")]
    [InlineData("fd00::/56", 1, "a/60", "InvalidSubnet.Range")]
    [InlineData("10.0.0.0/16", 0, "a", "InvalidParameterValue")]
    [InlineData("10.0.0.0/16", 27, "a", "InvalidParameterValue")]
    [InlineData("10.0.0.0/16", 1, "a/x", "InvalidParameterValue")]
    [InlineData("10.0.0.0/16", 1, "/24", "InvalidParameterValue")]
    [InlineData("10.0.0.0/28", 2, "a", "InvalidParameterValue")]
    public void A_wrong_wish_is_refused(string block, int zones, string tier, string code) =>
        Assert.Equal(code, Assert.Throws<Fault>(() => Plan(block, zones, tier)).Code);

    [Fact]
    public void A_tier_named_twice_is_refused() =>
        Assert.Equal("InvalidParameterValue", Assert.Throws<Fault>(() => Plan("10.0.0.0/16", 2, "app", "app")).Code);

    [Fact]
    public void An_ipv6_block_is_cut_into_64s()
    {
        var plan = Plan("2600:1f16:abc:de00::/56", 2, "public", "app");
        Assert.Equal(["2600:1f16:abc:de00::/64", "2600:1f16:abc:de01::/64", "2600:1f16:abc:de02::/64", "2600:1f16:abc:de03::/64"], plan.Subnets.Select(s => s.Block.ToString()));
        Assert.Equal("2600:1f16:abc:de04::/62", plan.NextFree?.ToString());
    }

    [Fact]
    public void Overlaps_are_told_and_a_block_beside_the_planned_ones_overlaps_the_network_only()
    {
        Cidr[] existing = [Cidr.Parse("10.0.16.0/24"), Cidr.Parse("10.0.240.0/24"), Cidr.Parse("10.1.0.0/16")];
        var plan = SubnetPlan.Make(Cidr.Parse("10.0.0.0/16"), SubnetPlan.Zones(3), [new("a"), new("b"), new("c")], existing);

        Assert.Equal(2, plan.Overlaps.Length);
        Assert.Equal(("10.0.16.0/20", "10.0.16.0/24"), (plan.Overlaps[0].Planned?.Block.ToString(), plan.Overlaps[0].Existing.ToString()));
        Assert.Null(plan.Overlaps[1].Planned);
        Assert.Equal("10.0.240.0/24", plan.Overlaps[1].Existing.ToString());
    }

    [Fact]
    public void Every_plan_lies_in_its_block_does_not_overlap_itself_and_together_with_what_is_free_makes_up_the_block() => seed.Cases(400, random =>
    {
        var (block, zones, tiers, existing) = Wish(random);
        var around = random.Next(2) == 0;
        SubnetPlan plan;
        try
        {
            plan = SubnetPlan.Make(block, zones, tiers, existing, around);
        }
        catch (Fault fault)
        {
            Assert.Equal("InvalidParameterValue", fault.Code);
            return;
        }
        var planned = plan.Subnets.Select(s => s.Block).ToList();
        Assert.Equal(zones.Length * tiers.Length, planned.Count);
        Assert.All(planned, p => Assert.True(block.Contains(p)));
        List<Cidr> parts = [.. planned, .. plan.Free];
        for (var i = 0; i < parts.Count; i++)
        {
            for (var j = 0; j < i; j++) Assert.False(parts[i].Overlaps(parts[j]), $"{parts[i]} overlaps {parts[j]}");
        }
        foreach (var tier in tiers) Assert.Single(plan.Subnets.Where(s => s.Tier == tier.Name).Select(s => s.Block.Length).Distinct());
        Assert.Equal(plan.Free.IsEmpty ? null : plan.Free.Min(), plan.NextFree);
        if (around) Assert.DoesNotContain(plan.Overlaps, o => o.Planned is not null);
        else Assert.Equal(block.SizeLessOne + 1, parts.Aggregate((UInt128)0, (sum, p) => sum + p.SizeLessOne + 1));
        foreach (var used in existing)
        {
            foreach (var s in plan.Subnets) Assert.Equal(s.Block.Overlaps(used), plan.Overlaps.Any(o => o.Planned == s && o.Existing == used));
        }
    });

    [Fact]
    public void An_equal_share_could_not_be_larger() => seed.Cases(200, random =>
    {
        var block = new Cidr(AddressLaws.AnyIp(random) with { IsV6 = false, Bits = (uint)random.NextInt64(1L << 32) }, random.Next(16, 29));
        var zones = random.Next(1, 5);
        var tiers = random.Next(1, 5);
        var names = Enumerable.Range(0, tiers).Select(t => $"t{t}").ToArray();
        SubnetPlan plan;
        try
        {
            plan = Plan(block.ToString(), zones, names);
        }
        catch (Fault)
        {
            Assert.True((zones * tiers) << (32 - 28) > 1 << (32 - block.Length));
            return;
        }
        var length = Assert.Single(plan.Subnets.Select(s => s.Block.Length).Distinct());
        Assert.True(length == block.Length || (long)zones * tiers << (32 - length + 1) > 1L << (32 - block.Length), $"{zones * tiers} times /{length} in {block}");
    });

    private static (Cidr Block, ImmutableArray<string> Zones, ImmutableArray<SubnetTier> Tiers, Cidr[] Existing) Wish(Random random)
    {
        var block = new Cidr(Ip.V4((uint)random.NextInt64(1L << 32)), random.Next(16, 25));
        var tiers = Enumerable.Range(0, random.Next(1, 6))
            .Select(t => new SubnetTier($"t{t}", random.Next(3) == 0 ? random.Next(Math.Min(28, block.Length + 3), 29) : null));
        var existing = Enumerable.Range(0, random.Next(4))
            .Select(_ => new Cidr(random.Next(3) == 0 ? AddressLaws.AnyIp(random) : block.First + (UInt128)random.NextInt64((long)block.SizeLessOne + 1), random.Next(block.Length, 29)));
        return (block, SubnetPlan.Zones(random.Next(1, 5)), [.. tiers], [.. existing]);
    }
}
