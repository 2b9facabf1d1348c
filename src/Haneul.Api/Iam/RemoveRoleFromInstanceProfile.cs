using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Takes the role out of an instance profile. https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveRoleFromInstanceProfile.html</summary>
public sealed record RemoveRoleFromInstanceProfile : Command<Nothing>
{
    public required string InstanceProfileName { get; init; }

    public required string RoleName { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var profile = IamChecks.Profile(draft, InstanceProfileName);
        if (profile.RoleId?.Value != RoleName) throw IamFaults.NoSuch($"Role {RoleName} in {InstanceProfileName} cannot be found.");
        draft.Put(profile with { RoleId = null });
        return Nothing.Value;
    }
}
