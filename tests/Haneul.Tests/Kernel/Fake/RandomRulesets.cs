using System.Collections.Immutable;
using Haneul.Fabric;
using Haneul.Kernel;

namespace Haneul.Tests.Kernel.Fake;

/// <summary>Transactions over few names: sets, chains and rules that refer to each other, or to what is not there.</summary>
internal sealed class RandomRulesets(Random random)
{
    private const string Table = "haneul";

    private static readonly NftSet[] Sets =
    [
        new("plain", [NftType.Ipv4Addr], NftMapTo.Nothing, false),
        new("marks", [NftType.Ipv4Addr], NftMapTo.Mark, false),
        new("verdicts", [NftType.Ipv4Addr], NftMapTo.Verdict, false),
        new("blocks", [NftType.Ipv4Addr], NftMapTo.Nothing, true),
        new("boxes", [NftType.Ipv4Addr, NftType.InetService], NftMapTo.Verdict, true),
    ];

    private static readonly string[] Chains = ["one", "two", "three"];
    private static readonly NftHook Hook = new("filter", NftHook.Forward, 0, false);

    public List<NftChange> Transaction() => [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => Change())];

    private NftChange Change() => random.Next(26) switch
    {
        0 => new NftChange.RemoveTable(Table),
        1 or 2 => new NftChange.AddTable(Table),
        3 or 4 or 5 => new NftChange.AddSet(Table, Set()),
        6 => new NftChange.RemoveSet(Table, Set().Name),
        7 or 8 or 9 or 10 => AddElements(Set()),
        11 or 12 => RemoveElements(Set()),
        13 or 14 or 15 => AddChain(Pick(Chains)),
        16 => new NftChange.RemoveChain(Table, Pick(Chains)),
        24 or 25 => new NftChange.AddIdle(Table, random.Next(1, 3)),
        17 => new NftChange.FlushChain(Table, Pick(Chains)),
        _ => new NftChange.AddRule(Table, Pick(Chains), Rule()),
    };

    /// <summary>The first chain hooks in, the others are led to.</summary>
    private NftChange.AddChain AddChain(string name) => new(Table, new NftChain(name, name == Chains[0] ? Hook : null, []), MayBeThere: random.Next(3) == 0);

    private NftChange.AddElements AddElements(NftSet set) => new(Table, set, [.. Keys(set).Select(k => KeyValuePair.Create(k, Element(set)))]);

    private NftChange.RemoveElements RemoveElements(NftSet set) => new(Table, set, [.. Keys(set).Select(k => KeyValuePair.Create(k, Element(set)))]);

    private NftElement Element(NftSet set) => set.To switch
    {
        NftMapTo.Verdict => new NftElement(Verdict()),
        NftMapTo.Mark => new NftElement(Data: new NftKey([1, 0, 0, 0])),
        _ => NftElement.Member,
    };

    private IEnumerable<NftKey> Keys(NftSet set) => Enumerable.Range(0, random.Next(1, 4)).Select(_ => Key(set)).Distinct();

    /// <summary>Ranges are the same or apart, or the later one lies in an earlier one.</summary>
    private NftKey Key(NftSet set)
    {
        var block = (byte)random.Next(3);
        if (!set.Interval) return new NftKey([10, 0, 0, block]);
        byte[] from = [10, 0, block, 0], to = [10, 0, block, 255];
        return set.Key.Length == 1 ? new NftKey(from, to) : new NftKey([.. from, 0, 80, 0, 0], [.. to, 0, 90, 0, 0]);
    }

    private NftRule Rule() => new(random.Next(6) switch
    {
        // All of the longest key is loaded: newer kernels refuse to read what no expression wrote (ENODATA).
        0 => [new NftExpression.Payload(NftHeader.Network, 16, 4, 0), new NftExpression.Payload(NftHeader.Transport, 2, 2, 1), new NftExpression.Lookup(Set().Name, 0, Verdict: true)],
        1 => [new NftExpression.Payload(NftHeader.Network, 16, 4, 0), new NftExpression.Lookup("marks", 0, Into: 0), new NftExpression.SetMark(0)],
        2 => [new NftExpression.Payload(NftHeader.Network, 16, 4, 0), new NftExpression.Lookup("plain", 0), new NftExpression.Decide(NftVerdict.Accept)],
        3 => [new NftExpression.Count()],
        4 => [new NftExpression.SetIdle(random.Next(1, 3))],
        _ => [new NftExpression.Decide(Verdict())],
    }, ReasonSet.None);

    private NftVerdict Verdict() => random.Next(3) switch
    {
        0 => NftVerdict.Accept,
        1 => NftVerdict.Jump(Pick(Chains)),
        _ => NftVerdict.Goto(Pick(Chains)),
    };

    private NftSet Set() => Pick(Sets);

    private T Pick<T>(params T[] from) => from[random.Next(from.Length)];
}
