using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Takes tags off an instance profile. https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagInstanceProfile.html</summary>
public sealed record UntagInstanceProfile : Command<Nothing>
{
    public required string InstanceProfileName { get; init; }

    public required IReadOnlyList<string> TagKeys { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var row = IamChecks.Profile(draft, InstanceProfileName);
        draft.Put(row with { Tags = row.Tags.RemoveRange(TagKeys) });
        return Nothing.Value;
    }
}
