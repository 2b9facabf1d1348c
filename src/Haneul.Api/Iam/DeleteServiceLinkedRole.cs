using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Deletes the role of a service. https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceLinkedRole.html</summary>
public sealed record DeleteServiceLinkedRole : Command<DeleteServiceLinkedRole.Result>
{
    public required string RoleName { get; init; }

    public sealed record Result(string DeletionTaskId);

    public override Result Apply(Draft draft)
    {
        var role = IamChecks.Role(draft, RoleName);
        if (!role.IsServiceLinked) throw IamFaults.NoSuch($"The role with name {RoleName} is no service-linked role.");
        draft.Remove(role.Id);
        return new Result(ServiceLinkedRoles.TaskOf(draft, role));
    }
}
