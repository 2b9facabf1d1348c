using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Lists the names that an account goes by: in Haneul, none. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html</summary>
public sealed record ListAccountAliases : Query<ListAccountAliases.Result>
{
    [NoEffect("there are no aliases to page through")]
    public string? Marker { get; init; }

    [NoEffect("there are no aliases to page through")]
    public int? MaxItems { get; init; }

    public sealed record Result(IReadOnlyList<string> AccountAliases, bool IsTruncated);

    public override Result Answer(Scope scope) => new([], false);
}
