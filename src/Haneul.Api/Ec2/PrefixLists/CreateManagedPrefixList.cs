using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes a prefix list. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateManagedPrefixList.html</summary>
public sealed record CreateManagedPrefixList : Command<PrefixListResult>, ITokened
{
    public required string PrefixListName { get; init; }

    public IReadOnlyList<AddPrefixListEntry> Entries { get; init; } = [];

    public required int MaxEntries { get; init; }

    public required string AddressFamily { get; init; }

    public string? ClientToken { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public override PrefixListResult Apply(Draft draft)
    {
        if (AddressFamily is not ("IPv4" or "IPv6")) throw Fault.Invalid("AddressFamily", AddressFamily, "It must be IPv4 or IPv6");
        var isV6 = AddressFamily == "IPv6";
        var entries = AddPrefixListEntry.Read(Entries);
        Model.PrefixLists.Check(entries, isV6, PrefixListRequests.CheckMost(MaxEntries));
        var list = draft.Put(new PrefixList
        {
            Id = draft.NewId<PrefixList>(),
            Name = PrefixListRequests.CheckName(PrefixListName),
            IsV6 = isV6,
            MaxEntries = MaxEntries,
            Version = 1,
            OwnerId = draft.Account,
            State = "create-in-progress",
            Entries = [.. entries.OrderBy(e => e.Block)],
        });
        draft.TagNew(list.Id, TagSpecifications);
        return new PrefixListResult(PrefixListView.Of(draft, list));
    }
}
