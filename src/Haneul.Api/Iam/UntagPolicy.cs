using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Takes tags off a policy. https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagPolicy.html</summary>
public sealed record UntagPolicy : Command<Nothing>
{
    public required string PolicyArn { get; init; }

    public required IReadOnlyList<string> TagKeys { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var row = IamChecks.OwnPolicy(draft, PolicyArn);
        draft.Put(row with { Tags = row.Tags.RemoveRange(TagKeys) });
        return Nothing.Value;
    }
}
