using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Reads a role. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html</summary>
public sealed record GetRole : Query<RoleResult>
{
    public required string RoleName { get; init; }

    public override RoleResult Answer(Scope scope) => new(RoleView.Of(scope, IamChecks.Role(scope, RoleName)));
}
