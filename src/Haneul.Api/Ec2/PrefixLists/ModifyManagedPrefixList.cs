using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes entries (a new version), the name, or the maximum of entries. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyManagedPrefixList.html</summary>
public sealed record ModifyManagedPrefixList : Command<PrefixListResult>
{
    public required Id<PrefixList> PrefixListId { get; init; }

    public long? CurrentVersion { get; init; }

    public string? PrefixListName { get; init; }

    public IReadOnlyList<AddPrefixListEntry> AddEntries { get; init; } = [];

    public IReadOnlyList<RemovePrefixListEntry> RemoveEntries { get; init; } = [];

    public int? MaxEntries { get; init; }

    public override PrefixListResult Apply(Draft draft)
    {
        var list = PrefixListRequests.Changeable(draft, PrefixListId);
        PrefixListRequests.RequireVersion(list, CurrentVersion);
        var changesEntries = AddEntries.Count + RemoveEntries.Count > 0;
        if (changesEntries && MaxEntries is not null) throw Fault.Combination("Entries and MaxEntries cannot be changed at the same time");
        if (changesEntries && CurrentVersion is null) throw Fault.Missing("CurrentVersion");
        if (PrefixListName is { } name) list = draft.Put(list with { Name = PrefixListRequests.CheckName(name) });
        if (MaxEntries is { } most && most != list.MaxEntries) list = Resize(draft, list, PrefixListRequests.CheckMost(most));
        if (changesEntries) list = ChangeEntries(draft, list);
        return new PrefixListResult(PrefixListView.Of(draft, list));
    }

    private static PrefixList Resize(Draft draft, PrefixList list, int most)
    {
        Model.PrefixLists.Check(list.Entries, list.IsV6, most);
        return draft.Put(list with { MaxEntries = most, State = "modify-in-progress" });
    }

    private PrefixList ChangeEntries(Draft draft, PrefixList list)
    {
        var added = AddPrefixListEntry.Read(AddEntries);
        var removed = RemoveEntries.Select(e => e.Cidr).ToList();
        if (added.FirstOrDefault(a => removed.Contains(a.Block)) is { } both)
        {
            throw Fault.Invalid("AddEntry.Cidr", both.Block.ToString(), "An entry cannot be added and removed at the same time");
        }
        if (added.DistinctBy(e => e.Block).Count() < added.Count) throw Fault.Invalid("AddEntry.Cidr", null, "The same CIDR is given twice");
        return Model.PrefixLists.Change(draft, list, added, removed);
    }
}
