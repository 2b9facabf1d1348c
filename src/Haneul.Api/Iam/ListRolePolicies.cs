using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Lists the inline policies of a role by name. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html</summary>
public sealed record ListRolePolicies : Query<ListRolePolicies.Result>
{
    public required string RoleName { get; init; }

    public string? Marker { get; init; }

    public int? MaxItems { get; init; }

    public sealed record Result(IReadOnlyList<string> PolicyNames, bool IsTruncated, string? Marker);

    public override Result Answer(Scope scope)
    {
        var page = IamPages.Take(scope, IamChecks.Role(scope, RoleName).InlinePolicies.Keys, name => name, MaxItems, Marker);
        return new Result(page.Rows, page.NextToken is not null, page.NextToken);
    }
}
