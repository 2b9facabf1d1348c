using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;
using Haneul.Tests.Tools;
using Xunit;

namespace Haneul.Tests.Kernel;

public sealed class NftTests
{
    private const string Table = "haneul";

    [NeedsTool(Tool.Root, Tool.Nft)]
    public void Nft_lists_sets_and_maps_as_they_were_meant()
    {
        using var room = new KernelRoom();
        var members = Set("members", [NftType.Ipv4Addr], NftMapTo.Nothing, false, (V4("10.0.0.1"), NftElement.Member), (V4("10.0.0.2"), NftElement.Member));
        var members6 = Set("members6", [NftType.Ipv6Addr], NftMapTo.Nothing, false, (V6("fd00::1"), NftElement.Member));
        var own = Set("own", [NftType.IfName, NftType.Ipv4Addr], NftMapTo.Nothing, false, (new NftKey([.. Name("e1"), .. V4("10.0.0.1").From]), NftElement.Member));
        var same = Set("same", [NftType.DevGroup, NftType.DevGroup], NftMapTo.Nothing, false, (new NftKey([.. Host(7), .. Host(8)]), NftElement.Member));
        var mark = Set("mark", [NftType.DevGroup], NftMapTo.Mark, false, (new NftKey(Host(7)), new NftElement(Data: new NftKey(Host(70000)))));
        var to = Set("to", [NftType.Ipv4Addr], NftMapTo.Ipv4Addr, false, (V4("198.18.0.1"), new NftElement(Data: V4("10.0.0.1"))));
        var to6 = Set("to6", [NftType.Ipv6Addr], NftMapTo.Ipv6Addr, false, (V6("fd00::1"), new NftElement(Data: V6("fd00::2"))));
        var slots = Set("slots", [NftType.Mark], NftMapTo.Ipv4Place, false, (new NftKey(Host(3)), new NftElement(Data: new NftKey(Words.Key(V4("10.0.0.1").From.ToArray(), Port(80))))));
        var slots6 = Set("slots6", [NftType.Mark], NftMapTo.Ipv6Place, false, (new NftKey(Host(3)), new NftElement(Data: new NftKey(Words.Key(V6("fd00::1").From.ToArray(), Port(80))))));
        var where = Set("where", [NftType.IfName], NftMapTo.Verdict, false, (new NftKey(Name("e1")), new NftElement(NftVerdict.Jump("target"))), (new NftKey(Name("e2")), new NftElement(NftVerdict.Drop)));
        var blocks = Set("blocks", [NftType.Ipv4Addr], NftMapTo.Nothing, true, (Range(V4("10.0.0.0"), V4("10.0.255.255")), NftElement.Member), (Range(V4("10.1.0.0"), V4("10.1.0.0")), NftElement.Member), (Range(V4("240.0.0.0"), V4("255.255.255.255")), NftElement.Member));
        var ports = Set("ports", [NftType.InetService], NftMapTo.Verdict, true, (Range(new NftKey(Port(80)), new NftKey(Port(90))), new NftElement(NftVerdict.Accept)));
        var boxes = Set("boxes", [NftType.Ipv4Addr, NftType.InetProto, NftType.InetService], NftMapTo.Verdict, true,
            (Range(new NftKey([.. V4("10.0.0.0").From, 6, 0, 0, 0, .. Port(80)]), new NftKey([.. V4("10.0.0.255").From, 6, 0, 0, 0, .. Port(90)])), new NftElement(NftVerdict.Accept)));
        var boxes6 = Set("boxes6", [NftType.Ipv6Addr, NftType.InetService], NftMapTo.Nothing, true, (Range(new NftKey([.. V6("fd00::").From, .. Port(1)]), new NftKey([.. V6("fd00::ffff").From, .. Port(9)])), NftElement.Member));
        Load(room, [members, members6, own, same, mark, to, to6, slots, slots6, where, blocks, ports, boxes, boxes6], new NftChain("target", null, []));

        Same("sets", room.Ask("", "nft", "-n", "list", "table", "inet", Table));
    }

    [NeedsTool(Tool.Root, Tool.Nft)]
    public void Every_expression_is_taken_by_the_kernel_and_listed_by_nft()
    {
        using var room = new KernelRoom();
        var where = Set("where", [NftType.IfName], NftMapTo.Verdict, false);
        var mark = Set("mark", [NftType.DevGroup], NftMapTo.Mark, false);
        var own = Set("own", [NftType.IfName, NftType.Ipv4Addr], NftMapTo.Nothing, false);
        var to = Set("to", [NftType.Ipv4Addr], NftMapTo.Ipv4Addr, false);
        var flows = Set("flows", [NftType.FlowV4], NftMapTo.Nothing, false) with { Growth = 100, ForgetSeconds = 60 };
        var missed = Set("missed", [NftType.Mark], NftMapTo.Nothing, false) with { Growth = 4 };
        var full = Set("full", [NftType.Ipv4Addr, NftType.InetProto, NftType.InetService], NftMapTo.Nothing, false) with { Growth = 100 };
        NftExpression[][] filter =
        [
            [new NftExpression.Meta(NftMeta.IifGroup, 0), new NftExpression.Lookup("mark", 0, Into: 0), new NftExpression.SetMark(0)],
            [.. Words.Family(false), new NftExpression.Meta(NftMeta.IifName, 0), new NftExpression.Payload(NftHeader.Network, 12, 4, 4), new NftExpression.Lookup("own", 0, Inverted: true), new NftExpression.Decide(NftVerdict.Drop)],
            [new NftExpression.Meta(NftMeta.OifName, 0), new NftExpression.Lookup("where", 0, Verdict: true)],
            [new NftExpression.Meta(NftMeta.Mark, 0), Is(Host(7)), new NftExpression.Decide(NftVerdict.Goto("target"))],
            [new NftExpression.Meta(NftMeta.OifGroup, 0), new NftExpression.Compare(0, NftComparison.NotEqual, Bytes.Of(Host(7))), new NftExpression.Count(), new NftExpression.Decide(NftVerdict.Jump("target"))],
            [.. Words.Family(false), new NftExpression.Payload(NftHeader.Network, 16, 4, 0), new NftExpression.Mask(0, Bytes.Of(255, 255, 240, 0)), Is(10, 0, 16, 0), new NftExpression.Decide(NftVerdict.Accept)],
            [.. Words.Protocol(6), new NftExpression.Payload(NftHeader.Transport, 2, 2, 0), new NftExpression.InRange(0, Bytes.Of(0, 80), Bytes.Of(0, 90)), new NftExpression.Decide(NftVerdict.Accept)],
            [.. Words.Protocol(17), new NftExpression.Payload(NftHeader.Transport, 2, 2, 0), new NftExpression.InRange(0, Bytes.Of(0, 80), Bytes.Of(0, 90), Inverted: true), new NftExpression.Decide(new NftVerdict(NftVerdictCode.Return))],
            [new NftExpression.Ct(NftCt.State, 0), new NftExpression.Mask(0, Bytes.Of(Host(6))), new NftExpression.Compare(0, NftComparison.NotEqual, Bytes.Of(Host(0))), new NftExpression.Decide(NftVerdict.Accept)],
            [new NftExpression.Ct(NftCt.Direction, 0), Is(1), new NftExpression.Ct(NftCt.Mark, 0), new NftExpression.SetMark(0)],
            [new NftExpression.Ct(NftCt.Status, 0), new NftExpression.Mask(0, Bytes.Of(Host(0x20))), new NftExpression.Compare(0, NftComparison.NotEqual, Bytes.Of(Host(0))), new NftExpression.Decide(NftVerdict.Accept)],
            [new NftExpression.Load(0, Bytes.Of(Host(9))), new NftExpression.SetCt(NftCt.Mark, 0)],
            [new NftExpression.Load(0, Bytes.Of([2, .. new byte[15]])), new NftExpression.SetCt(NftCt.Labels, 0)],
            [new NftExpression.Ct(NftCt.Labels, 0), new NftExpression.Mask(0, Bytes.Of([2, .. new byte[15]])), new NftExpression.Compare(0, NftComparison.NotEqual, Bytes.Of(new byte[16])), new NftExpression.Decide(NftVerdict.Accept)],
            [new NftExpression.Limit(500), new NftExpression.Log(5, "sg-in")],
            [.. Words.Family(false), .. Words.Protocol(6), .. FlowKey.Load(false, 6, isRefused: true), new NftExpression.CountIn("flows", 0), new NftExpression.Decide(NftVerdict.Accept)],
            [new NftExpression.Load(0, Bytes.Of(Host(1))), new NftExpression.CountIn("missed", 0)],
            [.. Words.Family(false), .. Words.Protocol(17), .. Words.Destination(false, 1), new NftExpression.Meta(NftMeta.L4Proto, 2), .. Words.Port(false, 3), new NftExpression.CountIn("full", 1, ConnectionsOver: 55000), new NftExpression.Decide(NftVerdict.Drop)],
            [new NftExpression.Random(3, 0), new NftExpression.SetMark(0)],
            [.. Words.Family(false), .. Words.Source(false), new NftExpression.Hash(0, 4, 251, 7, 8), new NftExpression.SetMark(8)],
            [new NftExpression.WayOut(0), Is(0, 0, 0, 0), new NftExpression.WayOut(0, Kind: true), Is(Host(2)), new NftExpression.Decide(NftVerdict.Drop)],
            [new NftExpression.Load(0, Bytes.Of(1)), new NftExpression.SetTrace(0)],
            [.. Words.Protocol(6), new NftExpression.Reset()],
            [.. Words.Protocol(6), new NftExpression.SetIdle(90)],
            [.. Words.Family(false), new NftExpression.Load(0, Bytes.Of(1, 2, 3, 4)), new NftExpression.WritePayload(NftHeader.Network, 16, 4, 0, 10)],
            [.. Words.Family(true), new NftExpression.Load(0, Bytes.Of(V6("fd00::1").From)), new NftExpression.WritePayload(NftHeader.Network, 24, 16, 0)],
            [.. Words.Protocol(6), new NftExpression.Load(0, Bytes.Of(0, 80)), new NftExpression.WritePayload(NftHeader.Transport, 2, 2, 0, 16)],
        ];
        NftExpression[][] nat =
        [
            [.. Words.Family(false), new NftExpression.Payload(NftHeader.Network, 16, 4, 0), new NftExpression.Lookup("to", 0, Into: 0), new NftExpression.Nat(false, false, 0)],
            [new NftExpression.Load(0, Bytes.Of(V6("fd00::1").From)), new NftExpression.Nat(true, false, 0)],
        ];
        NftExpression[][] source =
        [
            [.. Words.Protocol(6), new NftExpression.Load(0, Bytes.Of(10, 0, 0, 1)), new NftExpression.Load(1, Bytes.Of(4, 0)), new NftExpression.Load(2, Bytes.Of(255, 255)), new NftExpression.Nat(false, true, 0, 1, 2, FullyRandom: true)],
        ];
        Load(room, [where, mark, own, to, flows, missed, full],
            new NftChain("target", null, []),
            Chain("forward", new NftHook("filter", NftHook.Forward, -30, true), filter),
            Chain("before", new NftHook("nat", NftHook.Prerouting, -100, false), nat),
            Chain("after", new NftHook("nat", NftHook.Postrouting, 100, false), source));

        var used = filter.Concat(nat).Concat(source).SelectMany(e => e).Select(e => e.GetType()).ToHashSet();
        Assert.Equal(typeof(NftExpression).GetNestedTypes().ToHashSet(), used);
        Same("expressions", room.Ask("", "nft", "-n", "list", "table", "inet", Table));
    }

    [NeedsTool(Tool.Root, Tool.Nft)]
    public void A_comment_is_kept_whole_characters_at_a_time()
    {
        using var room = new KernelRoom();
        var rule = new NftRule([new NftExpression.Count()], Because("sgr-0aaa" + new string('ü', 110)));
        Load(room, [], new NftChain("c", null, [rule]));
        Assert.Contains($"comment \"sgr-0aaa{new string('ü', 59)}\"", room.Ask("", "nft", "list", "table", "inet", Table));
    }

    [NeedsTool(Tool.Root, Tool.Nft)]
    public void A_refused_change_is_named_and_nothing_is_done()
    {
        using var room = new KernelRoom();
        var set = Set("s", [NftType.Ipv4Addr], NftMapTo.Nothing, false);
        Load(room, [set]);
        var before = room.Ask("", "nft", "list", "ruleset");
        Refused(room, "remove element 01020304 from set haneul s", 2, Added(set, V4("9.9.9.9")), new NftChange.RemoveElements(Table, set, [KeyValuePair.Create(V4("1.2.3.4"), NftElement.Member)]));
        Refused(room, "add a rule (sgr-1) to chain haneul none", 2, Added(set, V4("9.9.9.9")), new NftChange.AddRule(Table, "none", new NftRule([new NftExpression.Count()], Because("sgr-1"))));
        Refused(room, "add set haneul s", 17, Added(set, V4("9.9.9.9")), new NftChange.AddSet(Table, set));
        Refused(room, "remove table other", 2, new NftChange.RemoveTable("other"), Added(set, V4("9.9.9.9")));
        Assert.Equal(before, room.Ask("", "nft", "list", "ruleset"));
    }

    [NeedsTool(Tool.Root, Tool.Nft)]
    public void A_table_is_laid_anew_in_one_transaction_and_removed()
    {
        using var room = new KernelRoom();
        var set = Set("s", [NftType.Ipv4Addr], NftMapTo.Nothing, false, (V4("1.2.3.4"), NftElement.Member));
        var table = new NftTable(Table) { Sets = ImmutableSortedDictionary<string, NftSet>.Empty.Add("s", set) };
        room.Kernel.Apply("", TableDifference.Whole(table));
        room.Kernel.Apply("", TableDifference.Whole(table));
        Assert.Equal([Table], room.Kernel.Read("").Tables);
        room.Kernel.Apply("", [new NftChange.RemoveTable(Table)]);
        Assert.Empty(room.Kernel.Read("").Tables);
        Assert.Equal("", room.Ask("", "nft", "list", "ruleset"));
    }

    [NeedsTool(Tool.Root, Tool.Nft)]
    public void Thousands_of_elements_and_rules_go_in_one_transaction()
    {
        using var room = new KernelRoom();
        const int Count = 10_000;
        var keys = Enumerable.Range(0, Count).Select(i => new NftKey([10, (byte)(i >> 16), (byte)(i >> 8), (byte)i])).ToList();
        var hash = Set("hash", [NftType.Ipv4Addr], NftMapTo.Nothing, false, [.. keys.Select(k => (k, NftElement.Member))]);
        var tree = Set("tree", [NftType.Ipv4Addr], NftMapTo.Nothing, true, [.. keys.Select(k => (Range(k, k), NftElement.Member))]);
        var boxes = Set("boxes", [NftType.Ipv4Addr, NftType.InetService], NftMapTo.Nothing, true, [.. keys.Select(k => (Range(new NftKey([.. k.From, .. Port(80)]), new NftKey([.. k.From, .. Port(90)])), NftElement.Member))]);
        var rules = keys.Take(4000).Select(k => new NftRule([new NftExpression.Payload(NftHeader.Network, 16, 4, 0), Is(k.From), new NftExpression.Decide(NftVerdict.Accept)], Because($"sgr-{k}")));
        Load(room, [hash, tree, boxes], new NftChain("c", null, [.. rules]));
        var listed = room.Ask("", "nft", "list", "table", "inet", Table);
        Assert.Equal(4000, listed.Split("comment \"sgr-").Length - 1);
        Assert.Equal(Count, listed.Split(" . 80-90").Length - 1);
        room.Kernel.Apply("", [Removed(hash), Removed(tree), Removed(boxes), new NftChange.FlushChain(Table, "c"), new NftChange.RemoveChain(Table, "c"), new NftChange.RemoveSet(Table, "hash"), new NftChange.RemoveSet(Table, "tree"), new NftChange.RemoveSet(Table, "boxes")]);
        Assert.Equal("table inet haneul { }", string.Join(' ', room.Ask("", "nft", "list", "table", "inet", Table).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)));
    }

    [NeedsTool(Tool.Root, Tool.Nft)]
    public void Where_only_short_messages_may_be_sent_a_long_list_becomes_several_transactions()
    {
        using var room = new KernelRoom();
        using var narrow = room.Kernel.Entry.In("", () => OpenNamespace.Here("", longestTransaction: 100_000));
        var keys = Enumerable.Range(0, 10_000).Select(i => new NftKey([10, (byte)(i >> 16), (byte)(i >> 8), (byte)i])).ToList();
        var set = Set("s", [NftType.Ipv4Addr], NftMapTo.Nothing, false, [.. keys.Select(k => (k, NftElement.Member))]);
        var table = new NftTable(Table)
        {
            Sets = ImmutableSortedDictionary<string, NftSet>.Empty.Add("s", set),
            Chains = ImmutableSortedDictionary<string, NftChain>.Empty.Add("c", new NftChain("c", null, [.. Enumerable.Repeat(new NftRule([new NftExpression.Count()], Because(new string('r', 100))), 3000)])),
        };
        new NftTransaction(narrow, new NetlinkWriter(), TableDifference.Whole(table)).Run();
        var listed = room.Ask("", "nft", "list", "table", "inet", Table);
        Assert.Equal(3000, listed.Split("counter packets").Length - 1);
        room.Kernel.Apply("", [Removed(set)]);
        var refused = Assert.Throws<KernelException>(() => new NftTransaction(narrow, new NetlinkWriter(), [Whole(set), new NftChange.RemoveChain(Table, "none")]).Run());
        Assert.StartsWith("remove chain haneul none", refused.Message);
    }

    private static NftChange.AddElements Whole(NftSet set) => new(Table, set, [.. set.Elements]);

    private static void Load(KernelRoom room, NftSet[] sets, params NftChain[] chains) => room.Kernel.Apply("", TableDifference.Whole(new NftTable(Table)
    {
        Sets = sets.ToImmutableSortedDictionary(s => s.Name, s => s, StringComparer.Ordinal),
        IdleSeconds = [.. chains.SelectMany(c => c.Rules).SelectMany(r => r.Expressions).OfType<NftExpression.SetIdle>().Select(e => e.Seconds)],
        Chains = chains.ToImmutableSortedDictionary(c => c.Name, c => c, StringComparer.Ordinal),
    }));

    private static void Refused(KernelRoom room, string words, int errno, params NftChange[] changes)
    {
        var refused = Assert.Throws<KernelException>(() => room.Kernel.Apply("", changes));
        Assert.Equal(errno, refused.Errno);
        Assert.StartsWith(words, refused.Message);
    }

    private static NftChange Added(NftSet set, NftKey key) => new NftChange.AddElements(Table, set, [KeyValuePair.Create(key, NftElement.Member)]);

    private static NftChange Removed(NftSet set) => new NftChange.RemoveElements(Table, set, [.. set.Elements]);

    private static NftSet Set(string name, ImmutableArray<NftType> key, NftMapTo to, bool interval, params (NftKey Key, NftElement Element)[] elements) =>
        new(name, key, to, interval) { Elements = elements.ToImmutableDictionary(e => e.Key, e => e.Element) };

    private static NftChain Chain(string name, NftHook hook, NftExpression[][] rules) => new(name, hook, [.. rules.Select(r => new NftRule([.. r], ReasonSet.None))]);

    private static ReasonSet Because(string id) => ReasonSet.Of(Reason.Of(ObjectKind.SecurityGroup, id));

    private static NftKey V4(string address) => new(Words.AddressBytes(Ip.Parse(address)));

    private static NftKey V6(string address) => V4(address);

    private static NftKey Range(NftKey from, NftKey to) => new(from.From.ToArray(), to.From.ToArray());

    private static byte[] Name(string device) => Encoding.ASCII.GetBytes(device.PadRight(16, '\0'));

    private static byte[] Host(uint number) => BitConverter.GetBytes(number);

    private static byte[] Port(ushort port)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, port);
        return bytes;
    }

    private static NftExpression.Compare Is(params ReadOnlySpan<byte> bytes) => new(0, NftComparison.Equal, Bytes.Of(bytes));

    /// <summary>As nft 1.0.6 lists it; accepted anew with HANEUL_ACCEPT=1.</summary>
    private static void Same(string golden, string listed)
    {
        var path = Repository.At("tests", "Haneul.Tests", "Kernel", "Listings", $"{golden}.nft");
        if (Environment.GetEnvironmentVariable("HANEUL_ACCEPT") == "1") File.WriteAllText(path, listed);
        Assert.Equal(File.ReadAllText(path), listed);
    }
}
