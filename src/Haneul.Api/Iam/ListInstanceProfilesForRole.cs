using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Lists the instance profiles that hand out a role. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html</summary>
public sealed record ListInstanceProfilesForRole : Query<ListInstanceProfilesForRole.Result>
{
    public required string RoleName { get; init; }

    public string? Marker { get; init; }

    public int? MaxItems { get; init; }

    public sealed record Result(IReadOnlyList<InstanceProfileView> InstanceProfiles, bool IsTruncated, string? Marker);

    public override Result Answer(Scope scope)
    {
        var role = IamChecks.Role(scope, RoleName);
        var page = IamPages.Take(scope, scope.All<IamInstanceProfile>().Where(p => p.RoleId == role.Id), p => p.Id.Value, MaxItems, Marker);
        return new Result([.. page.Rows.Select(p => InstanceProfileView.Of(scope, p, isListed: true))], page.NextToken is not null, page.NextToken);
    }
}
