using System.Collections.Immutable;
using Haneul.Kernel;

namespace Haneul.Tests.Kernel.Fake;

/// <summary>
/// nftables of one namespace in memory: a transaction is carried out change by change on values, and takes effect if none is refused. Elements of interval sets must not overlap (Linux lets a wider box pass over a narrower one; nothing should lean on that).
/// </summary>
internal sealed class FakeTables
{
    /// <summary>NFT_JUMP_STACK_SIZE</summary>
    private const int DeepestJump = 16;

    public ImmutableSortedDictionary<string, NftTable> All { get; private set; } = ImmutableSortedDictionary<string, NftTable>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Throws what Linux would answer.</summary>
    public void Apply(IReadOnlyList<NftChange> changes)
    {
        var tables = All;
        foreach (var change in changes)
        {
            tables = change switch
            {
                NftChange.AddTable c => tables.ContainsKey(c.Table) ? tables : tables.Add(c.Table, new NftTable(c.Table)),
                NftChange.RemoveTable c => tables.ContainsKey(c.Table) ? tables.Remove(c.Table) : throw Refused(c, Errno.NoSuchEntry),
                _ => tables.TryGetValue(change.Table, out var table) ? tables.SetItem(change.Table, Changed(table, change)) : throw Refused(change, Errno.NoSuchEntry),
            };
        }
        foreach (var table in tables.Values)
        {
            foreach (var chain in table.Chains.Values.Where(c => c.Hook is not null)) Validate(table, chain, 0);
        }
        All = tables;
    }

    private static NftTable Changed(NftTable table, NftChange change) => change switch
    {
        NftChange.AddSet c => table.Sets.ContainsKey(c.Set.Name)
            ? throw Refused(c, Errno.Exists)
            : table with { Sets = With(table.Sets, c.Set.Name, c.Set with { Elements = ImmutableDictionary<NftKey, NftElement>.Empty }) },
        NftChange.RemoveSet c => !table.Sets.ContainsKey(c.Set) ? throw Refused(c, Errno.NoSuchEntry)
            : table.Chains.Values.SelectMany(d => d.Rules).SelectMany(r => r.Expressions).Any(e => e is NftExpression.Lookup l && l.Set == c.Set || e is NftExpression.CountIn g && g.Set == c.Set) ? throw Refused(c, Errno.Busy)
            : table with { Sets = Without(table.Sets, c.Set) },
        NftChange.AddElements c => Put(table, FakeElements.Add(SetOf(table, c.Set.Name, c), c, verdict => Leads(table, verdict, c))),
        NftChange.RemoveElements c => Put(table, FakeElements.Remove(SetOf(table, c.Set.Name, c), c)),
        NftChange.AddIdle c => table with { IdleSeconds = table.IdleSeconds.Add(c.Seconds) },
        NftChange.AddChain c => table.Chains.TryGetValue(c.Chain.Name, out var known)
            ? !c.MayBeThere || known.Hook != c.Chain.Hook ? throw Refused(c, Errno.Exists) : table
            : table with { Chains = With(table.Chains, c.Chain.Name, c.Chain with { Rules = [] }) },
        NftChange.RemoveChain c => !table.Chains.ContainsKey(c.Chain) ? throw Refused(c, Errno.NoSuchEntry)
            : IsLedTo(table, c.Chain) ? throw Refused(c, Errno.Busy)
            : table with { Chains = Without(table.Chains, c.Chain) },
        NftChange.FlushChain c => Put(table, ChainOf(table, c.Chain, c) with { Rules = [] }),
        NftChange.AddRule c => Put(table, WithRule(table, ChainOf(table, c.Chain, c), c)),
        _ => throw new ArgumentException($"No change of nftables is like {change}"),
    };

    private static NftChain WithRule(NftTable table, NftChain chain, NftChange.AddRule change)
    {
        foreach (var expression in change.Rule.Expressions)
        {
            if (expression is NftExpression.Decide { Verdict: var verdict }) Leads(table, verdict, change);
            if (expression is NftExpression.SetIdle idle && !table.IdleSeconds.Contains(idle.Seconds)) throw Refused(change, Errno.NoSuchEntry);
            if (expression is NftExpression.CountIn count && SetOf(table, count.Set, change).Growth == 0) throw Refused(change, Errno.NotSupported);
            if (expression is not NftExpression.Lookup lookup) continue;
            var set = SetOf(table, lookup.Set, change);
            var fits = lookup.Verdict ? set.To == NftMapTo.Verdict : lookup.Into is null || set.To is not (NftMapTo.Nothing or NftMapTo.Verdict);
            if (!fits) throw Refused(change, Errno.Invalid);
        }
        return chain with { Rules = chain.Rules.Add(change.Rule) };
    }

    /// <summary>A verdict leads to a chain that is there and hooks in nowhere.</summary>
    private static void Leads(NftTable table, NftVerdict verdict, NftChange change)
    {
        if (verdict.Chain is not { } name) return;
        if (ChainOf(table, name, change).Hook is not null) throw Refused(change, Errno.NotSupported);
    }

    /// <summary>By a rule, of its own too (Linux counts it among those that hold the chain), or by an element.</summary>
    private static bool IsLedTo(NftTable table, string chain) =>
        table.Chains.Values.SelectMany(c => c.Rules).SelectMany(r => r.Expressions).Any(e => e is NftExpression.Decide { Verdict.Chain: { } to } && to == chain)
        || table.Sets.Values.Where(s => s.To == NftMapTo.Verdict).SelectMany(s => s.Elements.Values).Any(e => e.Verdict?.Chain == chain);

    /// <summary>From a chain that hooks in, jumps are bounded; a loop runs into the bound.</summary>
    private static void Validate(NftTable table, NftChain chain, int depth)
    {
        if (depth >= DeepestJump) throw new KernelException($"jump from chain {table.Name} {chain.Name}", Errno.TooManyLinks);
        foreach (var expression in chain.Rules.SelectMany(r => r.Expressions))
        {
            var verdicts = expression switch
            {
                NftExpression.Decide decide => [decide.Verdict],
                NftExpression.Lookup { Verdict: true } lookup => table.Sets[lookup.Set].Elements.Values.Select(e => e.Verdict).OfType<NftVerdict>().Distinct(),
                _ => [],
            };
            foreach (var verdict in verdicts)
            {
                if (verdict.Chain is { } next) Validate(table, table.Chains[next], depth + 1);
            }
        }
    }

    private static NftTable Put(NftTable table, NftSet set) => table with { Sets = With(table.Sets, set.Name, set) };

    private static NftTable Put(NftTable table, NftChain chain) => table with { Chains = With(table.Chains, chain.Name, chain) };

    private static Dictionary<string, T> With<T>(IReadOnlyDictionary<string, T> all, string name, T one) => new(all, StringComparer.Ordinal) { [name] = one };

    private static Dictionary<string, T> Without<T>(IReadOnlyDictionary<string, T> all, string name) => all.Where(one => one.Key != name).ToDictionary(StringComparer.Ordinal);

    private static NftSet SetOf(NftTable table, string set, NftChange change) => table.Sets.TryGetValue(set, out var found) ? found : throw Refused(change, Errno.NoSuchEntry);

    private static NftChain ChainOf(NftTable table, string chain, NftChange change) => table.Chains.TryGetValue(chain, out var found) ? found : throw Refused(change, Errno.NoSuchEntry);

    internal static KernelException Refused(NftChange change, int errno) => new(NftWords.Of(change), errno);
}
