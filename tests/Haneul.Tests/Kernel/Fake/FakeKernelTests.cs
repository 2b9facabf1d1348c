using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;
using Xunit;

namespace Haneul.Tests.Kernel.Fake;

/// <summary>What the fake kernel refuses where there is no root to compare it with Linux.</summary>
public sealed class FakeKernelTests
{
    private const string Table = "haneul";

    private static readonly NftSet Boxes = new("boxes", [NftType.Ipv4Addr, NftType.InetService], NftMapTo.Nothing, true);
    private static readonly NftSet Verdicts = new("verdicts", [NftType.Ipv4Addr], NftMapTo.Verdict, false);

    [Fact]
    public void A_namespace_that_is_not_there_is_told()
    {
        using var kernel = new FakeKernel();
        Assert.Equal(2, Assert.Throws<KernelException>(() => kernel.Read("a")).Errno);
        Assert.Equal(2, Assert.Throws<KernelException>(() => kernel.Remove("a")).Errno);
        kernel.Make("a");
        Assert.Equal(17, Assert.Throws<KernelException>(() => kernel.Make("a")).Errno);
    }

    [Fact]
    public void A_device_that_goes_down_loses_its_routes_and_removing_it_takes_the_other_end()
    {
        using var kernel = new FakeKernel();
        kernel.Make("a");
        kernel.Make("b");
        Assert.Empty(kernel.Apply("a",
        [
            new KernelChange.AddCable(new CableEnd("a", "e1", new Mac(0x0200_0000_0001)), new CableEnd("b", "eth0", new Mac(0x0200_0000_0002)), 1500),
            new KernelChange.SetUp("e1", true),
            new KernelChange.AddRoute(new RoutePlan(RoutePlan.Main, Cidr.AnyV4, RouteKind.Unicast, "e1")),
        ]));
        Assert.Equal([100], kernel.Apply("b", [new KernelChange.AddRoute(new RoutePlan(RoutePlan.Main, Cidr.AnyV4, RouteKind.Unicast, "eth0"))]).Select(f => f.Errno));
        Assert.Empty(kernel.Apply("a", [new KernelChange.SetUp("e1", false)]));
        Assert.Empty(kernel.Read("a").Routes);
        kernel.Remove("b");
        Assert.Equal(["lo"], kernel.Read("a").Links.Keys);
    }

    [Fact]
    public void A_transaction_is_done_whole_or_not_at_all()
    {
        using var kernel = new FakeKernel();
        kernel.Apply("", [new NftChange.AddTable(Table), new NftChange.AddSet(Table, Boxes), new NftChange.AddSet(Table, Verdicts), Added(Boxes, Box(0, 9, 80, 90))]);
        Refused(kernel, 17, Added(Boxes, Box(5, 5, 85, 85)));
        Refused(kernel, 17, Added(Boxes, Box(0, 255, 0, 255)));
        Refused(kernel, 2, Added(Boxes, Box(10, 10, 80, 90)), new NftChange.RemoveChain(Table, "none"));
        kernel.Apply("", [Added(Boxes, Box(10, 19, 80, 90), Box(0, 9, 91, 99))]);
        Assert.Equal(3, kernel.TablesOf("")[Table].Sets["boxes"].Elements.Count);
    }

    [Fact]
    public void A_chain_in_use_stays()
    {
        using var kernel = new FakeKernel();
        var element = KeyValuePair.Create(new NftKey([10, 0, 0, 1]), new NftElement(NftVerdict.Jump("target")));
        kernel.Apply("",
        [
            new NftChange.AddTable(Table),
            new NftChange.AddSet(Table, Verdicts),
            new NftChange.AddChain(Table, new NftChain("target", null, [])),
            new NftChange.AddElements(Table, Verdicts, [element]),
        ]);
        Refused(kernel, 16, new NftChange.RemoveChain(Table, "target"));
        kernel.Apply("", [new NftChange.RemoveElements(Table, Verdicts, [element]), new NftChange.RemoveChain(Table, "target")]);
        Refused(kernel, 2, new NftChange.AddElements(Table, Verdicts, [element]));
    }

    [Fact]
    public void Chains_that_lead_back_to_themselves_are_refused()
    {
        using var kernel = new FakeKernel();
        Refused(kernel, 31,
            new NftChange.AddTable(Table),
            new NftChange.AddChain(Table, new NftChain("base", new NftHook("filter", NftHook.Forward, 0, false), [])),
            new NftChange.AddChain(Table, new NftChain("loop", null, [])),
            new NftChange.AddRule(Table, "base", Jump("loop")),
            new NftChange.AddRule(Table, "loop", Jump("loop")));
        Assert.Empty(kernel.TablesOf(""));
    }

    private static NftRule Jump(string chain) => new([new NftExpression.Decide(NftVerdict.Jump(chain))], ReasonSet.None);

    private static NftKey Box(byte from, byte to, byte first, byte last) => new([10, 0, 0, from, 0, first, 0, 0], [10, 0, 0, to, 0, last, 0, 0]);

    private static NftChange Added(NftSet set, params NftKey[] keys) => new NftChange.AddElements(Table, set, [.. keys.Select(k => KeyValuePair.Create(k, NftElement.Member))]);

    private static void Refused(FakeKernel kernel, int errno, params NftChange[] changes) => Assert.Equal(errno, Assert.Throws<KernelException>(() => kernel.Apply("", changes)).Errno);
}
