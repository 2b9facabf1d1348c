using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Lists the tags of a role. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html</summary>
public sealed record ListRoleTags : Query<ListRoleTags.Result>
{
    public required string RoleName { get; init; }

    public string? Marker { get; init; }

    public int? MaxItems { get; init; }

    public sealed record Result(IReadOnlyList<IamTag> Tags, bool IsTruncated, string? Marker);

    public override Result Answer(Scope scope)
    {
        var page = IamPages.Take(scope, IamTag.Of(IamChecks.Role(scope, RoleName).Tags), t => t.Key, MaxItems, Marker);
        return new Result(page.Rows, page.NextToken is not null, page.NextToken);
    }
}
