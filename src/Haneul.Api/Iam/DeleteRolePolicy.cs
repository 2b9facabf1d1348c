using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Deletes an inline policy of a role. https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html</summary>
public sealed record DeleteRolePolicy : Command<Nothing>
{
    public required string RoleName { get; init; }

    public required string PolicyName { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var role = IamChecks.OwnRole(draft, RoleName);
        if (!role.InlinePolicies.ContainsKey(PolicyName)) throw IamFaults.NoSuch($"The role policy with name {PolicyName} cannot be found.");
        draft.Put(role with { InlinePolicies = role.InlinePolicies.Remove(PolicyName) });
        return Nothing.Value;
    }
}
