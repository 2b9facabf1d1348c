using Haneul.Model;
using Haneul.Tests.Spec;
using Xunit;
using Xunit.Abstractions;

namespace Haneul.Tests.Model;

/// <summary>What a table and a draft keep, whatever is put and removed in whatever order.</summary>
public sealed class DraftLaws(ITestOutputHelper output)
{
    private static readonly Place[] Places = [new("000000000000", "ap-northeast-2"), new("000000000000", "us-east-1"), new("111111111111", "us-east-1")];

    private readonly Seed seed = new(output, nameof(DraftLaws));

    private static OutsideHost Host(string name, uint address) => new() { Id = new Id<OutsideHost>(name), Address = Ip.V4(address) };

    private static InternetGateway Gateway(int number, string? vpc) =>
        new() { Id = new Id<InternetGateway>($"igw-{number}"), VpcId = vpc is null ? null : new Id<Vpc>(vpc) };

    private static Draft New(World world, Place place) => new(world, place, DateTimeOffset.UnixEpoch, new SeededIds());

    [Fact]
    public void A_table_holds_what_was_put_last_and_not_removed_in_the_order_of_ids() => seed.Cases(300, random =>
    {
        var table = Table<OutsideHost>.Empty;
        var plain = new SortedDictionary<string, OutsideHost>(StringComparer.Ordinal);
        for (var n = 0; n < 40; n++)
        {
            var name = $"host-{random.Next(12)}";
            if (random.Next(3) > 0) table = table.With(plain[name] = Host(name, (uint)random.Next()));
            else
            {
                plain.Remove(name);
                table = table.Without(name);
            }
            Assert.Equal(plain.Count, table.Count);
        }
        Assert.Equal(plain.Values, table);
        foreach (var n in Enumerable.Range(0, 12)) Assert.Equal(plain.ContainsKey($"host-{n}"), table.TryGet($"host-{n}", out _));
    });

    [Fact]
    public void Changing_a_table_leaves_the_old_one_as_it_was()
    {
        var one = Table<OutsideHost>.Empty.With(Host("a", 1));
        _ = one.With(Host("b", 2));
        _ = one.With(Host("a", 3));
        _ = one.Without("a");
        Assert.Equal([Host("a", 1)], one);
        Assert.Empty(Table<OutsideHost>.Empty);
    }

    [Fact]
    public void Marks_find_exactly_the_rows_that_bear_them() => seed.Cases(300, random =>
    {
        var table = Table<ElasticAddress>.Empty;
        for (var n = 0; n < 30; n++)
        {
            var id = new Id<ElasticAddress>($"eipalloc-{random.Next(10)}");
            table = random.Next(4) == 0
                ? table.Without(id.Value)
                : table.With(new ElasticAddress { Id = id, PublicIp = Ip.V4((uint)random.Next(4)), InterfaceId = random.Next(2) == 0 ? null : new Id<NetworkInterface>($"eni-{random.Next(4)}") });
        }
        var marks = table.SelectMany(r => ((IMarked)r).Marks).Append("eni-none").Distinct();
        foreach (var mark in marks)
        {
            var wanted = table.Where(r => ((IMarked)r).Marks.Contains(mark)).ToList();
            Assert.Equal(wanted, table.Marked(mark));
            Assert.Equal(wanted.Count, table.CountMarked(mark));
        }
    });

    [Fact]
    public void The_changes_of_a_draft_make_the_same_world_out_of_the_one_before() => seed.Cases(200, random =>
    {
        var before = Build(World.Empty, random).World;
        var draft = Build(before, random);
        var replayed = before;
        foreach (var change in draft.Changes)
        {
            if (change.Row is { } row) replayed = row.LaidInto(replayed, change.Place);
            else replayed = Without(replayed, change);
        }
        Assert.Equal(Print(draft.World), Print(replayed));
        Assert.Equal(draft.Changes.Count, draft.Changes.Select(c => (c.Place, c.Kind.Name, c.Key)).Distinct().Count());
    });

    [Fact]
    public void A_draft_that_is_dropped_changes_nothing() => seed.Cases(100, random =>
    {
        var before = Build(World.Empty, random).World;
        var printed = Print(before);
        Build(before, random);
        Assert.Equal(printed, Print(before));
    });

    [Fact]
    public void What_is_removed_loses_its_tags_and_what_is_not_there_changes_nothing()
    {
        var draft = New(World.Empty, Places[0]);
        var gateway = draft.Put(Gateway(1, null));
        draft.Tag(gateway.Id.Value, [new("Name", "one"), new("env", "test")]);
        Assert.Equal("one", draft.NameOf(gateway.Id.Value));

        draft.Remove(gateway.Id);
        Assert.Empty(draft.TagsOf(gateway.Id.Value));
        Assert.Empty(draft.All<InternetGateway>());
        Assert.Empty(draft.All<TagSet>());

        var count = New(draft.World, Places[0]);
        count.Remove(gateway.Id);
        Assert.Empty(count.Changes);
    }

    [Fact]
    public void A_row_of_the_world_is_seen_from_everywhere_and_one_of_a_region_only_there()
    {
        var draft = New(World.Empty, Places[0]);
        draft.Put(Host("web", 1));
        draft.In(Places[1]).Put(Gateway(1, null));
        Assert.All(Places, p => Assert.Single(draft.World.At(p).All<OutsideHost>()));
        Assert.Equal([0, 1, 0], Places.Select(p => draft.World.At(p).All<InternetGateway>().Count));
    }

    [Fact]
    public void More_than_fifty_tags_are_refused()
    {
        var draft = New(World.Empty, Places[0]);
        draft.Tag("x", Enumerable.Range(0, 50).Select(n => KeyValuePair.Create($"k{n}", "v")));
        Assert.Equal("TagLimitExceeded", Assert.Throws<Fault>(() => draft.Tag("x", [new("one-more", "v")])).Code);
        draft.Tag("x", [new("k1", "other")]);
        Assert.Equal("other", draft.TagsOf("x")["k1"]);
    }

    private static Draft Build(World world, Random random)
    {
        var draft = New(world, Places[0]);
        for (var n = random.Next(30); n > 0; n--)
        {
            var here = draft.In(Places[random.Next(Places.Length)]);
            var gateway = Gateway(random.Next(6), random.Next(2) == 0 ? null : $"vpc-{random.Next(3)}");
            switch (random.Next(5))
            {
                case 0: here.Remove(gateway.Id); break;
                case 1: here.Tag(gateway.Id.Value, [new($"k{random.Next(3)}", $"{random.Next(3)}")]); break;
                case 2: here.Retag(gateway.Id.Value, random.Next(2) == 0 ? TagSet.None : TagSet.None.Add("k", "v")); break;
                case 3: here.Put(Host($"host-{random.Next(4)}", (uint)random.Next(3))); break;
                default: here.Put(gateway); break;
            }
        }
        return draft;
    }

    /// <summary>As a store does it: this row alone, for its tags are a row of their own.</summary>
    private static World Without(World world, Change change)
    {
        if (change.Kind == InternetGateway.Kind) return Without<InternetGateway>(world, change);
        return change.Kind == TagSet.Kind ? Without<TagSet>(world, change) : Without<OutsideHost>(world, change);
    }

    private static World Without<T>(World world, Change change) where T : IResource<T> =>
        world.With(change.Place, world[change.Place].With(world[change.Place].All<T>().Without(change.Key)));

    private static string Print(World world) => string.Join('\n', world.Everywhere<InternetGateway>().Select(r => $"{r.Place} {r.Row}")
        .Concat(world.Everywhere<OutsideHost>().Select(r => $"{r.Place} {r.Row.Id} {r.Row.Address}"))
        .Concat(world.Everywhere<TagSet>().Select(r => $"{r.Place} {r.Row.Id} {string.Join(',', r.Row.Tags)}")));
}
