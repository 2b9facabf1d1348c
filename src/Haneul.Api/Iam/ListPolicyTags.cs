using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Lists the tags of a policy. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyTags.html</summary>
public sealed record ListPolicyTags : Query<ListPolicyTags.Result>
{
    public required string PolicyArn { get; init; }

    public string? Marker { get; init; }

    public int? MaxItems { get; init; }

    public sealed record Result(IReadOnlyList<IamTag> Tags, bool IsTruncated, string? Marker);

    public override Result Answer(Scope scope)
    {
        var page = IamPages.Take(scope, IamTag.Of(IamChecks.Policy(scope, PolicyArn).Tags), t => t.Key, MaxItems, Marker);
        return new Result(page.Rows, page.NextToken is not null, page.NextToken);
    }
}
