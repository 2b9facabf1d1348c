using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Lists who has a policy; in Haneul, roles. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html</summary>
public sealed record ListEntitiesForPolicy : Query<ListEntitiesForPolicy.Result>
{
    public required string PolicyArn { get; init; }

    public string? EntityFilter { get; init; }

    public string PathPrefix { get; init; } = "/";

    public string? PolicyUsageFilter { get; init; }

    public string? Marker { get; init; }

    public int? MaxItems { get; init; }

    public sealed record Result(IReadOnlyList<PolicyGroup> PolicyGroups, IReadOnlyList<PolicyUser> PolicyUsers, IReadOnlyList<PolicyRole> PolicyRoles, bool IsTruncated, string? Marker);

    public override Result Answer(Scope scope)
    {
        var policy = IamChecks.Policy(scope, PolicyArn);
        var rows = PolicyUsageFilter == "PermissionsBoundary" ? scope.All<IamRole>().Where(r => r.BoundaryArn == policy.Id.Value) : PolicyView.Users(scope, policy);
        if (EntityFilter is not (null or "Role")) rows = [];
        var page = IamPages.Take(scope, rows.Where(r => r.Path.StartsWith(PathPrefix, StringComparison.Ordinal)), r => r.Id.Value, MaxItems, Marker);
        return new Result([], [], [.. page.Rows.Select(r => new PolicyRole(r.Id.Value, r.UniqueId))], page.NextToken is not null, page.NextToken);
    }
}
