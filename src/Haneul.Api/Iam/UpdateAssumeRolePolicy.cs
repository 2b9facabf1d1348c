using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Changes who may take a role. https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html</summary>
public sealed record UpdateAssumeRolePolicy : Command<Nothing>
{
    public required string RoleName { get; init; }

    public required string PolicyDocument { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var document = IamChecks.Document(PolicyDocument, "ACLSizePerRole", RoleLimits.TrustPolicyCharacters);
        draft.Put(IamChecks.OwnRole(draft, RoleName) with { TrustPolicy = document });
        return Nothing.Value;
    }
}
