using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Lists instance profiles. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfiles.html</summary>
public sealed record ListInstanceProfiles : Query<ListInstanceProfiles.Result>
{
    public string PathPrefix { get; init; } = "/";

    public string? Marker { get; init; }

    public int? MaxItems { get; init; }

    public sealed record Result(IReadOnlyList<InstanceProfileView> InstanceProfiles, bool IsTruncated, string? Marker);

    public override Result Answer(Scope scope)
    {
        var rows = scope.All<IamInstanceProfile>().Where(p => p.Path.StartsWith(PathPrefix, StringComparison.Ordinal));
        var page = IamPages.Take(scope, rows, p => p.Id.Value, MaxItems, Marker);
        return new Result([.. page.Rows.Select(p => InstanceProfileView.Of(scope, p, isListed: true))], page.NextToken is not null, page.NextToken);
    }
}
