using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Reads an instance profile. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html</summary>
public sealed record GetInstanceProfile : Query<InstanceProfileResult>
{
    public required string InstanceProfileName { get; init; }

    public override InstanceProfileResult Answer(Scope scope) => new(InstanceProfileView.Of(scope, IamChecks.Profile(scope, InstanceProfileName)));
}
