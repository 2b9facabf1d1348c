using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Takes the bound off a role. https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html</summary>
public sealed record DeleteRolePermissionsBoundary : Command<Nothing>
{
    public required string RoleName { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var role = IamChecks.OwnRole(draft, RoleName);
        if (role.BoundaryArn is null) throw IamFaults.NoSuch($"Role {RoleName} does not have a permissions boundary");
        draft.Put(role with { BoundaryArn = null });
        return Nothing.Value;
    }
}
