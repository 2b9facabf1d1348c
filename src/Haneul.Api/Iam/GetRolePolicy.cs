using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Reads an inline policy of a role. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html</summary>
public sealed record GetRolePolicy : Query<GetRolePolicy.Result>
{
    public required string RoleName { get; init; }

    public required string PolicyName { get; init; }

    public sealed record Result(string RoleName, string PolicyName, string PolicyDocument);

    public override Result Answer(Scope scope)
    {
        var role = IamChecks.Role(scope, RoleName);
        return role.InlinePolicies.TryGetValue(PolicyName, out var document)
            ? new Result(RoleName, PolicyName, IamChecks.Escaped(document))
            : throw IamFaults.NoSuch($"The role policy with name {PolicyName} cannot be found.");
    }
}
