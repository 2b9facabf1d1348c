using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Adds or replaces tags of a policy. https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagPolicy.html</summary>
public sealed record TagPolicy : Command<Nothing>
{
    public required string PolicyArn { get; init; }

    public required IReadOnlyList<IamTag> Tags { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var row = IamChecks.OwnPolicy(draft, PolicyArn);
        draft.Put(row with { Tags = IamTag.Add(row.Tags, Tags) });
        return Nothing.Value;
    }
}
