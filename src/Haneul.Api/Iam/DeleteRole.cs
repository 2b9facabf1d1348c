using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Deletes a role that has no policies and is in no instance profile. https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html</summary>
public sealed record DeleteRole : Command<Nothing>
{
    public required string RoleName { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var role = IamChecks.OwnRole(draft, RoleName);
        if (draft.All<IamInstanceProfile>().Any(p => p.RoleId == role.Id)) throw IamFaults.Conflict("Cannot delete entity, must remove roles from instance profile first.");
        if (role.AttachedPolicies.Length > 0) throw IamFaults.Conflict("Cannot delete entity, must detach all policies first.");
        if (role.InlinePolicies.Count > 0) throw IamFaults.Conflict("Cannot delete entity, must delete policies first.");
        draft.Remove(role.Id);
        return Nothing.Value;
    }
}
