using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes a prefix list that no route or rule names. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteManagedPrefixList.html</summary>
public sealed record DeleteManagedPrefixList : Command<PrefixListResult>
{
    public required Id<PrefixList> PrefixListId { get; init; }

    public override PrefixListResult Apply(Draft draft)
    {
        var list = PrefixListRequests.Changeable(draft, PrefixListId);
        if (Model.PrefixLists.UsersOf(draft, list.Id).FirstOrDefault() is { } user) throw Fault.Dependency($"Prefix list {list.Id} is in use by {user}");
        return new PrefixListResult(PrefixListView.Of(draft, draft.Put(list with { State = "delete-in-progress" })));
    }
}
