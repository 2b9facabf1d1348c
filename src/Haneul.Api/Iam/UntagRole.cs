using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Takes tags off a role. https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html</summary>
public sealed record UntagRole : Command<Nothing>
{
    public required string RoleName { get; init; }

    public required IReadOnlyList<string> TagKeys { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var row = IamChecks.OwnRole(draft, RoleName);
        draft.Put(row with { Tags = row.Tags.RemoveRange(TagKeys) });
        return Nothing.Value;
    }
}
