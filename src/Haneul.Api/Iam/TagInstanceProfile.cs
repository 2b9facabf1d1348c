using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Adds or replaces tags of an instance profile. https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagInstanceProfile.html</summary>
public sealed record TagInstanceProfile : Command<Nothing>
{
    public required string InstanceProfileName { get; init; }

    public required IReadOnlyList<IamTag> Tags { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var row = IamChecks.Profile(draft, InstanceProfileName);
        draft.Put(row with { Tags = IamTag.Add(row.Tags, Tags) });
        return Nothing.Value;
    }
}
