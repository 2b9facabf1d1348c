namespace Haneul.Kernel;

/// <summary>
/// A list of changes of nftables as one message to the kernel, which does all of them or none. It names each that it cannot do; the first of them is told.
/// An unprivileged user may not send messages of any length (net.core.wmem_max): then a long list becomes several transactions, and a refusal leaves those before it done.
/// </summary>
internal sealed class NftTransaction(OpenNamespace target, NetlinkWriter writer, IReadOnlyList<NftChange> changes)
{
    /// <summary>What is written at once without looking at the length.</summary>
    private const int Slice = 500;

    /// <summary>More than the longest slice, rule or set takes.</summary>
    private const int Margin = 96 * 1024;

    /// <summary>Which change each message belongs to, after the one that begins the batch.</summary>
    private readonly List<int> owners = [];

    private uint sets;

    /// <summary>Throws <see cref="KernelException"/> where the kernel refuses.</summary>
    public void Run()
    {
        writer.Clear();
        for (var i = 0; i < changes.Count; i++)
        {
            foreach (var slice in Slices(changes[i]))
            {
                if (owners.Count == 0) NftMessages.BeginBatch(writer);
                var before = writer.Count;
                Write(slice);
                owners.AddRange(Enumerable.Repeat(i, writer.Count - before));
                if (writer.Length > target.LongestMessage - Margin) Carry();
            }
        }
        Carry();
    }

    private void Carry()
    {
        if (owners.Count == 0) return;
        // Kernels before 6.10 answer for no end of a batch: the change before it is asked for its answer.
        writer.AskForAnswer();
        var asked = writer.Sequence;
        NftMessages.EndBatch(writer);
        var begin = asked - (uint)owners.Count;
        KernelException? refusal = null;
        target.Netfilter.Carry(writer, asked, (sequence, errno, words) => refusal ??= new KernelException(Attempted((int)(sequence - begin) - 1, words), errno));
        owners.Clear();
        if (refusal is not null) throw refusal;
    }

    private string Attempted(int message, string words)
    {
        var what = message >= 0 && message < owners.Count ? NftWords.Of(changes[owners[message]]) : $"{changes.Count} changes of nftables";
        return $"{what} in {(target.Name.Length == 0 ? "this machine" : target.Name)}{(words.Length == 0 ? "" : $" ({words})")}";
    }

    private static IEnumerable<NftChange> Slices(NftChange change) => change switch
    {
        NftChange.AddElements { Elements.Count: > Slice } c => c.Elements.Chunk(Slice).Select(e => c with { Elements = e }),
        NftChange.RemoveElements { Elements.Count: > Slice } c => c.Elements.Chunk(Slice).Select(e => c with { Elements = e }),
        NftChange.AddElements { Elements.Count: 0 } or NftChange.RemoveElements { Elements.Count: 0 } => [],
        _ => [change],
    };

    private void Write(NftChange change)
    {
        switch (change)
        {
            case NftChange.AddTable c:
                NftMessages.AddTable(writer, c.Table);
                break;
            case NftChange.RemoveTable c:
                NftMessages.RemoveTable(writer, c.Table);
                break;
            case NftChange.AddSet c:
                NftSetMessages.Add(writer, c.Table, c.Set, ++sets);
                break;
            case NftChange.RemoveSet c:
                NftSetMessages.Remove(writer, c.Table, c.Set);
                break;
            case NftChange.AddElements c:
                NftSetMessages.Elements(writer, c.Table, c.Set, c.Elements, true);
                break;
            case NftChange.RemoveElements c:
                NftSetMessages.Elements(writer, c.Table, c.Set, c.Elements, false);
                break;
            case NftChange.AddChain c:
                NftMessages.AddChain(writer, c.Table, c.Chain, c.MayBeThere);
                break;
            case NftChange.AddIdle c:
                NftIdleMessages.Add(writer, c.Table, c.Seconds);
                break;
            case NftChange.RemoveChain c:
                NftMessages.RemoveChain(writer, c.Table, c.Chain);
                break;
            case NftChange.FlushChain c:
                NftMessages.FlushChain(writer, c.Table, c.Chain);
                break;
            case NftChange.AddRule c:
                NftMessages.AddRule(writer, c.Table, c.Chain, c.Rule);
                break;
            default:
                throw new ArgumentException($"No change of nftables is like {change}");
        }
    }
}

/// <summary>Changes of nftables in the words of errors: what was attempted, on what.</summary>
internal static class NftWords
{
    public static string Of(NftChange change) => change switch
    {
        NftChange.AddTable c => $"add table {c.Table}",
        NftChange.RemoveTable c => $"remove table {c.Table}",
        NftChange.AddSet c => $"add set {c.Table} {c.Set.Name}",
        NftChange.RemoveSet c => $"remove set {c.Table} {c.Set}",
        NftChange.AddElements c => $"add {Elements(c.Elements)} to set {c.Table} {c.Set.Name}",
        NftChange.RemoveElements c => $"remove {Elements(c.Elements)} from set {c.Table} {c.Set.Name}",
        NftChange.AddIdle c => $"add timeout {c.Table} {NftIdleMessages.NameOf(c.Seconds)}",
        NftChange.AddChain c => $"add chain {c.Table} {c.Chain.Name}",
        NftChange.RemoveChain c => $"remove chain {c.Table} {c.Chain}",
        NftChange.FlushChain c => $"flush chain {c.Table} {c.Chain}",
        NftChange.AddRule c => $"add a rule ({c.Rule.Comment}) to chain {c.Table} {c.Chain}",
        _ => change.ToString(),
    };

    private static string Elements(IReadOnlyList<KeyValuePair<NftKey, NftElement>> elements) => elements is [var only] ? $"element {only.Key}" : $"{elements.Count} elements";
}
