using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Changes description and longest session of a role. https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html</summary>
public sealed record UpdateRole : Command<Nothing>
{
    public required string RoleName { get; init; }

    public string? Description { get; init; }

    public int? MaxSessionDuration { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var role = IamChecks.OwnRole(draft, RoleName);
        draft.Put(role with
        {
            Description = Description ?? role.Description,
            MaxSessionSeconds = MaxSessionDuration is { } seconds ? RoleLimits.CheckSession(seconds) : role.MaxSessionSeconds,
        });
        return Nothing.Value;
    }
}
