using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Sets the policy that bounds a role. https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html</summary>
public sealed record PutRolePermissionsBoundary : Command<Nothing>
{
    public required string RoleName { get; init; }

    public required string PermissionsBoundary { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var boundary = IamChecks.Policy(draft, PermissionsBoundary);
        draft.Put(IamChecks.OwnRole(draft, RoleName) with { BoundaryArn = boundary.Id.Value });
        return Nothing.Value;
    }
}
