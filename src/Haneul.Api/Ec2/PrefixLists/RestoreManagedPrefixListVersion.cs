using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes a new version with the entries of an earlier one. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RestoreManagedPrefixListVersion.html</summary>
public sealed record RestoreManagedPrefixListVersion : Command<PrefixListResult>
{
    public required Id<PrefixList> PrefixListId { get; init; }

    public required int PreviousVersion { get; init; }

    public required long CurrentVersion { get; init; }

    public override PrefixListResult Apply(Draft draft)
    {
        var list = PrefixListRequests.Changeable(draft, PrefixListId);
        PrefixListRequests.RequireVersion(list, CurrentVersion);
        return new PrefixListResult(PrefixListView.Of(draft, Model.PrefixLists.Restore(draft, list, PreviousVersion)));
    }
}
