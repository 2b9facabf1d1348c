using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Writes an inline policy of a role. https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html</summary>
public sealed record PutRolePolicy : Command<Nothing>
{
    public required string RoleName { get; init; }

    public required string PolicyName { get; init; }

    public required string PolicyDocument { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var role = IamChecks.OwnRole(draft, RoleName);
        var name = IamChecks.Name("policyName", PolicyName, 128);
        var document = IamChecks.Document(PolicyDocument, "PolicySize", RoleLimits.InlinePolicyCharacters);
        draft.Put(role with { InlinePolicies = role.InlinePolicies.SetItem(name, document) });
        return Nothing.Value;
    }
}
