using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Tells how the deletion of a service's role goes: it is done at once. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLinkedRoleDeletionStatus.html</summary>
public sealed record GetServiceLinkedRoleDeletionStatus : Query<GetServiceLinkedRoleDeletionStatus.Result>
{
    public required string DeletionTaskId { get; init; }

    public sealed record Result(string Status);

    public override Result Answer(Scope scope) => DeletionTaskId.StartsWith("task/aws-service-role/", StringComparison.Ordinal)
        ? new Result("SUCCEEDED")
        : throw IamFaults.NoSuch($"The deletion task {DeletionTaskId} cannot be found.");
}
