using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Lists managed policies, of the account, of AWS, or of both. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html</summary>
public sealed record ListPolicies : Query<ListPolicies.Result>
{
    public string Scope { get; init; } = "All";

    public bool OnlyAttached { get; init; }

    public string PathPrefix { get; init; } = "/";

    public string? PolicyUsageFilter { get; init; }

    public string? Marker { get; init; }

    public int? MaxItems { get; init; }

    public sealed record Result(IReadOnlyList<PolicyView> Policies, bool IsTruncated, string? Marker);

    public override Result Answer(Scope scope)
    {
        if (Scope is not ("All" or "AWS" or "Local")) throw IamFaults.Validation("Value at 'scope' must be All, AWS or Local");
        var rows = (Scope == "AWS" ? [] : scope.All<IamPolicy>().AsEnumerable()).Concat(Scope == "Local" ? [] : AwsPolicies.All)
            .Where(p => p.Path.StartsWith(PathPrefix, StringComparison.Ordinal))
            .Where(p => !OnlyAttached || PolicyView.Users(scope, p).Any())
            .Where(p => PolicyUsageFilter != "PermissionsBoundary" || scope.All<IamRole>().Any(r => r.BoundaryArn == p.Id.Value));
        var page = IamPages.Take(scope, rows, p => p.Id.Value, MaxItems, Marker);
        return new Result([.. page.Rows.Select(p => PolicyView.Of(scope, p, isListed: true))], page.NextToken is not null, page.NextToken);
    }
}
