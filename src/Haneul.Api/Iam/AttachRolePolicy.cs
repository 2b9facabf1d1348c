using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Attaches a managed policy to a role; attaching it again changes nothing. https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html</summary>
public sealed record AttachRolePolicy : Command<Nothing>
{
    public required string RoleName { get; init; }

    public required string PolicyArn { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var role = IamChecks.OwnRole(draft, RoleName);
        var policy = IamChecks.Policy(draft, PolicyArn);
        if (role.AttachedPolicies.Contains(policy.Id.Value)) return Nothing.Value;
        if (role.AttachedPolicies.Length >= RoleLimits.AttachedPolicies) throw IamFaults.Limit("PoliciesPerRole", RoleLimits.AttachedPolicies);
        draft.Put(role with { AttachedPolicies = role.AttachedPolicies.Add(policy.Id.Value) });
        return Nothing.Value;
    }
}
