using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Changes the description of a role. https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRoleDescription.html</summary>
public sealed record UpdateRoleDescription : Command<RoleResult>
{
    public required string RoleName { get; init; }

    public required string Description { get; init; }

    public override RoleResult Apply(Draft draft) =>
        new(RoleView.Of(draft, draft.Put(IamChecks.Role(draft, RoleName) with { Description = Description })));
}
