using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists the route tables and groups that name a prefix list. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetManagedPrefixListAssociations.html</summary>
public sealed record GetManagedPrefixListAssociations : Query<GetManagedPrefixListAssociations.Result>
{
    public required Id<PrefixList> PrefixListId { get; init; }

    public int? MaxResults { get; init; }

    public string? NextToken { get; init; }

    public sealed record Result(IReadOnlyList<PrefixListAssociation> PrefixListAssociations, string? NextToken);

    public override Result Answer(Scope scope)
    {
        var list = scope.Get(PrefixListId);
        var rows = Model.PrefixLists.UsersOf(scope, list.Id).Select(user => new PrefixListAssociation(user, scope.Account));
        var page = new Selection<PrefixListAssociation>(scope, rows, a => a.ResourceId).Paged(MaxResults, NextToken);
        return new Result(page.Rows, page.NextToken);
    }
}

/// <summary>Something that names a prefix list.</summary>
public sealed record PrefixListAssociation(string ResourceId, string ResourceOwner);
