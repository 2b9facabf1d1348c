using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Deletes an instance profile that has no role. https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteInstanceProfile.html</summary>
public sealed record DeleteInstanceProfile : Command<Nothing>
{
    public required string InstanceProfileName { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var profile = IamChecks.Profile(draft, InstanceProfileName);
        if (profile.RoleId is not null) throw IamFaults.Conflict("Cannot delete entity, must remove roles from instance profile first.");
        draft.Remove(profile.Id);
        return Nothing.Value;
    }
}
