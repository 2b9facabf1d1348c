using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Detaches a managed policy from a role. https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html</summary>
public sealed record DetachRolePolicy : Command<Nothing>
{
    public required string RoleName { get; init; }

    public required string PolicyArn { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var role = IamChecks.OwnRole(draft, RoleName);
        if (!role.AttachedPolicies.Contains(PolicyArn)) throw IamFaults.NoSuch($"Policy {PolicyArn} was not found.");
        draft.Put(role with { AttachedPolicies = role.AttachedPolicies.Remove(PolicyArn) });
        return Nothing.Value;
    }
}
