using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Makes a version the one in force. https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html</summary>
public sealed record SetDefaultPolicyVersion : Command<Nothing>
{
    public required string PolicyArn { get; init; }

    public required string VersionId { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var policy = IamChecks.OwnPolicy(draft, PolicyArn);
        draft.Put(policy with { DefaultVersion = IamChecks.Version(policy, VersionId), UpdateTime = draft.Now });
        return Nothing.Value;
    }
}
