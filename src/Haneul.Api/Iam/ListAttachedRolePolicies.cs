using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Lists the managed policies of a role. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html</summary>
public sealed record ListAttachedRolePolicies : Query<ListAttachedRolePolicies.Result>
{
    public required string RoleName { get; init; }

    public string PathPrefix { get; init; } = "/";

    public string? Marker { get; init; }

    public int? MaxItems { get; init; }

    public sealed record Result(IReadOnlyList<AttachedPolicy> AttachedPolicies, bool IsTruncated, string? Marker);

    public override Result Answer(Scope scope)
    {
        var policies = IamChecks.Role(scope, RoleName).AttachedPolicies.Select(arn => IamChecks.Policy(scope, arn)).Where(p => p.Path.StartsWith(PathPrefix, StringComparison.Ordinal));
        var page = IamPages.Take(scope, policies, p => p.Id.Value, MaxItems, Marker);
        return new Result([.. page.Rows.Select(p => new AttachedPolicy(p.Name, p.Id.Value))], page.NextToken is not null, page.NextToken);
    }
}
