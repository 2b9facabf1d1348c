using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>What changes prefix lists. https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html</summary>
public static class PrefixLists
{
    /// <summary>Adds and removes entries: a new version. Entries of the old one are kept, to be read and restored.</summary>
    public static PrefixList Change(Draft draft, PrefixList list, IReadOnlyList<PrefixListEntry> added, IReadOnlyList<Cidr> removed)
    {
        foreach (var block in removed)
        {
            if (!list.Entries.Any(e => e.Block == block)) throw Fault.Invalid("RemoveEntry.Cidr", block.ToString(), $"Prefix list {list.Id} has no such entry");
        }
        var entries = list.Entries.Where(e => !removed.Contains(e.Block) && !added.Any(a => a.Block == e.Block)).Concat(added).OrderBy(e => e.Block).ToImmutableArray();
        return Renew(draft, list, entries, "modify-in-progress");
    }

    /// <summary>Makes the entries of an earlier version those of a new one.</summary>
    public static PrefixList Restore(Draft draft, PrefixList list, int version) => Renew(draft, list, EntriesAt(list, version), "restore-in-progress");

    public static ImmutableArray<PrefixListEntry> EntriesAt(PrefixList list, int version) =>
        version == list.Version ? list.Entries
        : list.History.TryGetValue(version, out var then) ? then
        : throw Fault.Invalid("version", $"{version}", $"Prefix list {list.Id} has versions 1 to {list.Version}");

    /// <summary>Faults when there are too many entries, two alike, or one of the other family.</summary>
    public static void Check(IReadOnlyCollection<PrefixListEntry> entries, bool isV6, int most)
    {
        if (entries.Count > most) throw new Fault("PrefixListMaxEntriesExceeded", $"You've reached the maximum number of entries for the prefix list: {most}");
        foreach (var entry in entries)
        {
            if (entry.Block.IsV6 != isV6) throw Fault.Invalid("Cidr", entry.Block.ToString(), $"The prefix list is of address family IPv{(isV6 ? 6 : 4)}");
        }
        if (entries.DistinctBy(e => e.Block).Count() < entries.Count) throw Fault.Invalid("Cidr", null, "The same CIDR is given twice");
    }

    /// <summary>What names the list: groups with rules, route tables with routes to it.</summary>
    public static IEnumerable<string> UsersOf(Scope scope, Id<PrefixList> id) =>
        scope.All<RouteTable>().Where(t => t.Routes.Any(r => r.Destination.PrefixListId == id)).Select(t => t.Id.Value)
            .Concat(scope.All<SecurityGroup>().Where(g => g.Rules.Any(r => r.Peer.PrefixListId == id)).Select(g => g.Id.Value));

    private static PrefixList Renew(Draft draft, PrefixList list, ImmutableArray<PrefixListEntry> entries, string state)
    {
        Check(entries, list.IsV6, list.MaxEntries);
        return draft.Put(list with { Entries = entries, History = list.History.SetItem(list.Version, list.Entries), Version = list.Version + 1, State = state });
    }
}

/// <summary>A prefix list has been made, changed or deleted everywhere.</summary>
public sealed record PrefixListIsDone(Place Place, Id<PrefixList> Id) : Report
{
    public override void Apply(Draft draft)
    {
        var here = draft.In(Place);
        if (!here.TryFind(Id, out var list) || !list.IsChanging) return;
        if (list.State == "delete-in-progress") here.Remove(Id);
        else here.Put(list with { State = list.State.Replace("-in-progress", "-complete", StringComparison.Ordinal) });
    }
}
