using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Puts a role into an instance profile; one at most. https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html</summary>
public sealed record AddRoleToInstanceProfile : Command<Nothing>
{
    public required string InstanceProfileName { get; init; }

    public required string RoleName { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var profile = IamChecks.Profile(draft, InstanceProfileName);
        var role = IamChecks.Role(draft, RoleName);
        if (profile.RoleId is not null) throw IamFaults.Limit("InstanceSessionsPerInstanceProfile", 1);
        draft.Put(profile with { RoleId = role.Id });
        return Nothing.Value;
    }
}
