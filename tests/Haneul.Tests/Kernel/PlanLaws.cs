using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Tests.Spec;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Kernel;

/// <summary>What is remembered from one plan to the next changes nothing of what is planned.</summary>
public sealed class PlanLaws(ITestOutputHelper output)
{
    private const int Cases = 40, Worlds = 3, Changes = 6;

    private readonly Seed seed = new(output, nameof(PlanLaws));

    [Fact]
    public void A_plan_printed_after_others_is_what_is_printed_alone() => seed.Cases(Cases, random =>
    {
        var (earlier, presence) = (KernelPlan.Empty, new Presence());
        foreach (var world in Enumerable.Range(0, Worlds).SelectMany(_ => Changing(RandomWorld.Make(random), random)))
        {
            var net = Lowering.Lower(world);
            var plan = PlanCompiler.Compile(net, null, earlier: earlier);
            Same(PlanCompiler.Compile(net, null), plan);
            var hosts = plan.Namespaces.Values.Where(n => n.Owner == NamespaceOwner.Host && random.Next(3) > 0).Select(n => n.Name).ToHashSet();
            Same(Presence.Of(plan, hosts), presence.Next(plan, hosts));
            earlier = plan;
        }
    });

    [Fact]
    public void What_has_not_changed_is_the_very_same()
    {
        var world = RandomWorld.Make(new Random(1));
        var one = PlanCompiler.Compile(Lowering.Lower(world), null);
        var other = PlanCompiler.Compile(Lowering.Lower(world), null, earlier: one);
        Assert.Same(one.Cables, other.Cables);
        var hosts = one.Namespaces.Values.Where(n => n.Owner == NamespaceOwner.Host).ToList();
        Assert.NotEmpty(hosts);
        Assert.All(hosts, h => Assert.Same(h, other.Namespaces[h.Name]));
    }

    /// <summary>The world, and what becomes of it: ids stay, what they name changes.</summary>
    private static IEnumerable<World> Changing(World world, Random random)
    {
        yield return world;
        for (var i = 0; i < Changes; i++)
        {
            var places = world.Places.Where(p => world.At(p).All<NetworkInterface>().Any()).ToList();
            if (places.Count == 0) yield break;
            var draft = new Draft(world, places[random.Next(places.Count)], DateTimeOffset.UnixEpoch, new SeededIds());
            var rows = draft.All<NetworkInterface>().ToList();
            Change(draft, rows[random.Next(rows.Count)], random);
            yield return world = draft.World;
        }
    }

    private static void Change(Draft draft, NetworkInterface row, Random random)
    {
        switch (random.Next(7))
        {
            case 0:
                draft.Put(row with { SourceDestCheck = !row.SourceDestCheck });
                break;
            case 1:
                draft.Put(row with { MacAddress = "02:0a:0b:0c:0d:0e" });
                break;
            case 2:
                draft.Put(row with { PrivateIps = [.. row.PrivateIps, row.PrivateIps[0] + 1] });
                break;
            case 3:
                draft.Put(row with { GroupIds = [] });
                break;
            case 4 when row.Attachment is { } attachment:
                draft.Put(row with { Attachment = attachment with { DeviceIndex = attachment.DeviceIndex + 1 } });
                break;
            case 5:
                draft.Put(row with { Attachment = null });
                break;
            default:
                if (draft.Find<Subnet>(row.SubnetId) is { } subnet) ZoneFailure.Fail(draft, ZoneFailure.Named(subnet.Zone));
                break;
        }
    }

    private static void Same(KernelPlan one, KernelPlan other)
    {
        Assert.Equal(one.Cables, other.Cables);
        Assert.Equal(one.Namespaces.Keys.Order(StringComparer.Ordinal), other.Namespaces.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, ns) in one.Namespaces)
        {
            var now = other.Namespaces[name];
            Assert.Equal(ns with { Table = null, Held = null }, now with { Table = null, Held = null });
            Same(ns.Table, now.Table);
            Same(ns.Held, now.Held);
        }
    }

    private static void Same(NftTable? one, NftTable? other)
    {
        Assert.Empty(TableDifference.Between(one, other));
        Assert.Empty(TableDifference.Between(other, one));
        if (one is null || other is null) return;
        // No part of what the kernel has, but of what it is asked about.
        Assert.All(one.Sets.Values, s => Assert.All(s.Elements, e => Assert.Equal(e.Value.Reasons, other.Sets[s.Name].Elements[e.Key].Reasons)));
        Assert.All(one.Chains.Values, c => Assert.Equal(c.Rules.Select(r => r.Reasons), other.Chains[c.Name].Rules.Select(r => r.Reasons)));
    }
}
