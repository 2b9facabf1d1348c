using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists the entries of a prefix list, now or at an earlier version. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetManagedPrefixListEntries.html</summary>
public sealed record GetManagedPrefixListEntries : Query<GetManagedPrefixListEntries.Result>
{
    public required Id<PrefixList> PrefixListId { get; init; }

    public int? TargetVersion { get; init; }

    public int? MaxResults { get; init; }

    public string? NextToken { get; init; }

    public sealed record Result(IReadOnlyList<PrefixListEntryView> Entries, string? NextToken);

    public override Result Answer(Scope scope)
    {
        var list = scope.Get(PrefixListId);
        var rows = Model.PrefixLists.EntriesAt(list, TargetVersion ?? list.Version).Select(e => new PrefixListEntryView(e.Block, e.Description));
        var page = new Selection<PrefixListEntryView>(scope, rows, e => e.Cidr.ToString()).Paged(MaxResults, NextToken, least: 1);
        return new Result(page.Rows, page.NextToken);
    }
}

/// <summary>A block of a prefix list.</summary>
public sealed record PrefixListEntryView(Cidr Cidr, string? Description);
