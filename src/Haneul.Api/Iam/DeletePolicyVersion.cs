using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Deletes a version that is not the default. https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html</summary>
public sealed record DeletePolicyVersion : Command<Nothing>
{
    public required string PolicyArn { get; init; }

    public required string VersionId { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var policy = IamChecks.OwnPolicy(draft, PolicyArn);
        var number = IamChecks.Version(policy, VersionId);
        if (number == policy.DefaultVersion) throw IamFaults.Conflict("Cannot delete the default version of a policy.");
        draft.Put(policy with { Versions = policy.Versions.RemoveAll(v => v.Number == number), UpdateTime = draft.Now });
        return Nothing.Value;
    }
}
