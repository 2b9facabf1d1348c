using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Kernel;

/// <summary>
/// What a VPC's router notes about flows. A packet that is refused gets the mark of who refused it, is counted by flow, told to who listens (bounded), and dropped: this costs only what is refused.
/// In an observed router what passed is counted as well, and the first packet of each connection is told. Counting happens in sets that the kernel fills (nft's dynamic sets), so that no packet waits for a reader and nothing is lost but what finds a set full, which is counted too.
/// </summary>
internal sealed class RouterObservation(TableBuilder table, bool hasV6, bool isObserved)
{
    /// <summary>The NFLOG group that routers tell packets to.</summary>
    public const ushort LogGroup = 5;

    /// <summary>What is told begins so.</summary>
    public const string PassedPrefix = "passed", RefusedPrefix = "refused";

    /// <summary>The sets that grow.</summary>
    public const string Passed = "passed", Refused = "refused", Missed = "missed";

    /// <summary>Keys of the set of what was missed: passed and refused packets that found no room, and refused ones that were not told.</summary>
    public const uint PassedUncounted = 1, RefusedUncounted = 2, RefusedUntold = 3;

    /// <summary>A flow that is silent for so long is forgotten; it must have been read by then.</summary>
    public const int ForgetSeconds = 60;

    private const int MostPassed = 262_144, MostRefused = 65_536;

    /// <summary>Packets a second that are told.</summary>
    private const int MostToldRefused = 500, MostToldPassed = 2000;

    /// <summary>After connection tracking (-200) and the choice of a route table (-300).</summary>
    private const int BeforeRouting = -150;

    private readonly Dictionary<uint, Refusal> refusals = [];

    /// <summary>The words that end a packet, and say by whom.</summary>
    public NftExpression[] Refuse(Border border, ReasonSet reasons) => [.. Words.Mark(Noted(border, reasons)), .. Words.Goto("refuse")];

    public NftRule RefuseAll(Border border) => Words.Rule(Refuse(border, ReasonSet.None));

    public void Lay()
    {
        foreach (var v6 in Families)
        {
            table.AddSet(new NftSet(Of(Refused, v6), [Key(v6)], NftMapTo.Nothing, false) { Growth = MostRefused, ForgetSeconds = ForgetSeconds });
            if (isObserved) table.AddSet(new NftSet(Of(Passed, v6), [Key(v6)], NftMapTo.Nothing, false) { Growth = MostPassed, ForgetSeconds = ForgetSeconds });
        }
        table.AddSet(new NftSet(Missed, [NftType.Mark], NftMapTo.Nothing, false) { Growth = 8 });
        table.AddChain("count-refused", [.. Count(Refused, RefusedUncounted, isRefused: true, new NftVerdict(NftVerdictCode.Return))]);
        table.AddChain("refuse",
        [
            Words.Rule(Words.Jump("count-refused")),
            Words.Rule([new NftExpression.Limit(MostToldRefused), new NftExpression.Log(LogGroup, RefusedPrefix)], Words.Drop()),
            Words.Rule(Miss(RefusedUntold)),
            Words.Rule(Words.Count(), Words.Drop()),
        ]);
        LayRoute();
        if (isObserved) LayPassed();
        table.Refusals = refusals;
    }

    /// <summary>The kernel drops what has no route before any rule could say so: the first packet of a connection is asked for its route here. What is for the router itself has none, and is let on.</summary>
    private void LayRoute() => table.AddBase("find-route", new NftHook("filter", NftHook.Prerouting, BeforeRouting, Drops: false),
    [
        .. Families.Select(v6 => Words.Rule(
            Words.Family(v6), Words.Fresh(), [new NftExpression.WayOut(0), new NftExpression.Compare(0, NftComparison.Equal, Bytes.Of(0, 0, 0, 0))],
            [new NftExpression.WayOut(0, Kind: true), new NftExpression.Compare(0, NftComparison.NotEqual, Bytes.Of(Words.Host(Local)))], Refuse(Border.Route, ReasonSet.None))),
    ]);

    /// <summary>RTN_LOCAL, linux/rtnetlink.h.</summary>
    private const uint Local = 2;

    /// <summary>Behind the last border.</summary>
    private void LayPassed() => table.AddBase("count-passed", new NftHook("filter", NftHook.Forward, 0, Drops: false),
    [
        Words.Rule(Words.Fresh(), [new NftExpression.Limit(MostToldPassed), new NftExpression.Log(LogGroup, PassedPrefix)]),
        .. Count(Passed, PassedUncounted, isRefused: false, NftVerdict.Accept),
    ]);

    /// <summary>A rule whose set is full ends before its verdict: what comes to the last one was not counted.</summary>
    private IEnumerable<NftRule> Count(string set, uint missed, bool isRefused, NftVerdict then)
    {
        foreach (var v6 in Families)
        {
            foreach (var protocol in (int?[])[Protocols.Tcp, Protocols.Udp, null])
            {
                yield return Words.Rule(
                    Words.Family(v6), protocol is { } p ? Words.Protocol(p) : [.. Words.NotProtocol(Protocols.Tcp), .. Words.NotProtocol(Protocols.Udp)],
                    FlowKey.Load(v6, protocol, isRefused), [new NftExpression.CountIn(Of(set, v6), 0), new NftExpression.Decide(then)]);
            }
        }
        yield return Words.Rule(Miss(missed));
    }

    private static NftExpression[] Miss(uint what) => [new NftExpression.Load(0, Bytes.Of(Words.Host(what))), new NftExpression.CountIn(Missed, 0)];

    private uint Noted(Border border, ReasonSet reasons)
    {
        var mark = PlanNames.Number($"{border}/{reasons}");
        refusals[mark] = new Refusal(border, reasons);
        return mark;
    }

    private IEnumerable<bool> Families => hasV6 ? [false, true] : [false];

    private static NftType Key(bool v6) => v6 ? NftType.FlowV6 : NftType.FlowV4;

    internal static string Of(string set, bool v6) => $"{set}{(v6 ? 6 : 4)}";
}
