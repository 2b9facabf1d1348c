using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Adds or replaces tags of a role. https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html</summary>
public sealed record TagRole : Command<Nothing>
{
    public required string RoleName { get; init; }

    public required IReadOnlyList<IamTag> Tags { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var row = IamChecks.OwnRole(draft, RoleName);
        draft.Put(row with { Tags = IamTag.Add(row.Tags, Tags) });
        return Nothing.Value;
    }
}
