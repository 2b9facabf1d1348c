namespace Haneul.Kernel;

/// <summary>
/// A list of changes of nftables as one message to the kernel, which does all of them or none. It names each that it cannot do; the first of them is told.
/// </summary>
internal sealed class NftTransaction(OpenNamespace target, NetlinkWriter writer, IReadOnlyList<NftChange> changes)
{
    /// <summary>How many messages each change became, so that a refusal finds its change.</summary>
    private readonly int[] messages = new int[changes.Count];

    private uint sets;

    /// <summary>Throws <see cref="KernelException"/> where the kernel refuses.</summary>
    public void Run()
    {
        if (changes.Count == 0) return;
        writer.Clear();
        NftMessages.BeginBatch(writer);
        for (var i = 0; i < changes.Count; i++)
        {
            var before = writer.Count;
            Write(changes[i]);
            messages[i] = writer.Count - before;
        }
        if (writer.Count == 1) return;
        // Kernels before 6.10 answer for no end of a batch: the change before it is asked for its answer.
        writer.AskForAnswer();
        var asked = writer.Sequence;
        NftMessages.EndBatch(writer);
        var begin = asked - (uint)messages.Sum();
        (int Change, int Errno, string Words)? first = null;
        target.Netfilter.Carry(writer, asked, (sequence, errno, words) => first ??= ((int)(sequence - begin) - 1, errno, words));
        if (first is not { } refusal) return;
        throw new KernelException($"{(ChangeOf(refusal.Change) is { } change ? NftWords.Of(change) : $"{changes.Count} changes of nftables")} in {(target.Name.Length == 0 ? "this machine" : target.Name)}{(refusal.Words.Length == 0 ? "" : $" ({refusal.Words})")}", refusal.Errno);
    }

    private NftChange? ChangeOf(int message)
    {
        for (var i = 0; i < messages.Length && message >= 0; i++)
        {
            if (message < messages[i]) return changes[i];
            message -= messages[i];
        }
        return null;
    }

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
                NftMessages.AddChain(writer, c.Table, c.Chain);
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
        NftChange.AddChain c => $"add chain {c.Table} {c.Chain.Name}",
        NftChange.RemoveChain c => $"remove chain {c.Table} {c.Chain}",
        NftChange.FlushChain c => $"flush chain {c.Table} {c.Chain}",
        NftChange.AddRule c => $"add a rule ({c.Rule.Comment}) to chain {c.Table} {c.Chain}",
        _ => change.ToString(),
    };

    private static string Elements(IReadOnlyList<KeyValuePair<NftKey, NftElement>> elements) => elements is [var only] ? $"element {only.Key}" : $"{elements.Count} elements";
}
