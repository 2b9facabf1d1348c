namespace Haneul.Kernel;

/// <summary>
/// The transaction that leads from one table to another; empty where nothing differs. In the order in which the kernel's references allow it: new sets, new chains, rules, elements; then what went.
/// </summary>
public static class TableDifference
{
    public static IReadOnlyList<NftChange> Between(NftTable? before, NftTable? after)
    {
        if (ReferenceEquals(before, after)) return [];
        if (after is null) return before is null ? [] : [new NftChange.RemoveTable(before.Name)];
        if (after.Stays) return InPlace(before, after);
        if (before is null) return Whole(after);
        var changes = new List<NftChange>();
        var table = after.Name;
        // A set of the same name but another shape, or a chain at another hook, can only be made anew: then all is.
        if (after.Sets.Values.Any(s => before.Sets.TryGetValue(s.Name, out var old) && !old.HasShapeOf(s))) return Whole(after);
        if (after.Chains.Values.Any(c => before.Chains.TryGetValue(c.Name, out var old) && old.Hook != c.Hook)) return Whole(after);
        changes.AddRange(after.Sets.Values.Where(s => !before.Sets.ContainsKey(s.Name)).Select(s => new NftChange.AddSet(table, s)));
        changes.AddRange(after.Chains.Values.Where(c => !before.Chains.ContainsKey(c.Name)).Select(c => new NftChange.AddChain(table, c)));
        foreach (var set in after.Sets.Values)
        {
            if (before.Sets.TryGetValue(set.Name, out var old)) Removed(changes, table, set, old.Elements);
        }
        foreach (var chain in after.Chains.Values)
        {
            if (before.Chains.TryGetValue(chain.Name, out var old) && old.Equals(chain)) continue;
            if (old is { Rules.Length: > 0 }) changes.Add(new NftChange.FlushChain(table, chain.Name));
            changes.AddRange(chain.Rules.Select(r => new NftChange.AddRule(table, chain.Name, r)));
        }
        foreach (var set in after.Sets.Values) Added(changes, table, set, before.Sets.GetValueOrDefault(set.Name)?.Elements);
        Gone(changes, table, before, after);
        return changes;
    }

    /// <summary>The whole table anew, in the place of one of that name if there is any: in one transaction, so that nothing passes unfiltered.</summary>
    public static List<NftChange> Whole(NftTable table)
    {
        List<NftChange> changes = [new NftChange.AddTable(table.Name), new NftChange.RemoveTable(table.Name), new NftChange.AddTable(table.Name)];
        changes.AddRange(table.Sets.Values.Select(s => new NftChange.AddSet(table.Name, s)));
        changes.AddRange(table.IdleSeconds.Select(s => new NftChange.AddIdle(table.Name, s)));
        changes.AddRange(table.Chains.Values.Select(c => new NftChange.AddChain(table.Name, c)));
        changes.AddRange(table.Chains.Values.SelectMany(c => c.Rules.Select(r => new NftChange.AddRule(table.Name, c.Name, r))));
        foreach (var set in table.Sets.Values) Added(changes, table.Name, set, null);
        return changes;
    }

    /// <summary>Whatever is there of the table stays, but for the rules of its chains.</summary>
    private static List<NftChange> InPlace(NftTable? before, NftTable after)
    {
        if (before is not null && before.IdleSeconds.SetEquals(after.IdleSeconds) && before.Chains.Count == after.Chains.Count && after.Chains.Values.All(c => before.Chains.TryGetValue(c.Name, out var old) && old.Equals(c))) return [];
        var table = after.Name;
        List<NftChange> changes = [new NftChange.AddTable(table)];
        changes.AddRange(after.IdleSeconds.Select(s => new NftChange.AddIdle(table, s)));
        foreach (var chain in after.Chains.Values)
        {
            changes.AddRange([new NftChange.AddChain(table, chain, MayBeThere: true), new NftChange.FlushChain(table, chain.Name)]);
            changes.AddRange(chain.Rules.Select(r => new NftChange.AddRule(table, chain.Name, r)));
        }
        return changes;
    }

    private static void Removed(List<NftChange> changes, string table, NftSet set, IReadOnlyDictionary<NftKey, NftElement> before)
    {
        if (ReferenceEquals(before, set.Elements)) return;
        var gone = before.Where(e => !set.Elements.TryGetValue(e.Key, out var now) || !now.Equals(e.Value)).ToList();
        if (gone.Count > 0) changes.Add(new NftChange.RemoveElements(table, set, gone));
    }

    private static void Added(List<NftChange> changes, string table, NftSet set, IReadOnlyDictionary<NftKey, NftElement>? before)
    {
        if (ReferenceEquals(before, set.Elements)) return;
        var come = before is null ? [.. set.Elements] : set.Elements.Where(e => !before.TryGetValue(e.Key, out var old) || !old.Equals(e.Value)).ToList();
        if (come.Count > 0) changes.Add(new NftChange.AddElements(table, set, come));
    }

    /// <summary>Chains are emptied before they are removed, since one may lead to another; sets go last.</summary>
    private static void Gone(List<NftChange> changes, string table, NftTable before, NftTable after)
    {
        var chains = before.Chains.Values.Where(c => !after.Chains.ContainsKey(c.Name)).ToList();
        changes.AddRange(chains.Where(c => c.Rules.Length > 0).Select(c => new NftChange.FlushChain(table, c.Name)));
        changes.AddRange(chains.Select(c => new NftChange.RemoveChain(table, c.Name)));
        changes.AddRange(before.Sets.Keys.Where(s => !after.Sets.ContainsKey(s)).Select(s => new NftChange.RemoveSet(table, s)));
    }
}
