using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Lists roles. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html</summary>
public sealed record ListRoles : Query<ListRoles.Result>
{
    public string PathPrefix { get; init; } = "/";

    public string? Marker { get; init; }

    public int? MaxItems { get; init; }

    public sealed record Result(IReadOnlyList<RoleView> Roles, bool IsTruncated, string? Marker);

    public override Result Answer(Scope scope)
    {
        var rows = scope.All<IamRole>().Where(r => r.Path.StartsWith(PathPrefix, StringComparison.Ordinal));
        var page = IamPages.Take(scope, rows, r => r.Id.Value, MaxItems, Marker);
        return new Result([.. page.Rows.Select(r => RoleView.Of(scope, r, isListed: true))], page.NextToken is not null, page.NextToken);
    }
}
